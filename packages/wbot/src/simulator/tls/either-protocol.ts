import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';

/** First byte of a TLS connection. */
const handshake = 0x16;

/** One port for both: what begins like TLS goes to `secure`, anything else to `plain`. */
export function eitherProtocol(plain: HttpServer, secure: HttpsServer): { server: Server; closeAll(): void } {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === handshake ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  return {
    server,
    closeAll() {
      for (const socket of open) socket.destroy();
    },
  };
}
