// Loaded into every child with --import: when the process that started it dies, even by kill -9, the child stops too.
if (process.connected) {
  process.channel?.unref();
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
