import { spawn, spawnSync } from 'node:child_process';
import { UnusableMedia } from '@tiktickets/core/media';
import { type FfmpegCall, ffmpegArguments } from './ffmpeg-call.ts';

/** Path of the ffmpeg on PATH, if there is one. */
export function findNativeFfmpeg(): string | null {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  const found = spawnSync(finder, ['ffmpeg'], { encoding: 'utf8', timeout: 5_000 });
  return (found.status === 0 && found.stdout.split(/\r?\n/)[0]?.trim()) || null;
}

const keptOutputBytes = 16_384;

export async function runNative(
  command: string,
  { call, maxMemoryBytes }: { call: FfmpegCall; maxMemoryBytes: number },
): Promise<string> {
  const args = ffmpegArguments(call);
  // A shell sets the limit of memory, which Node cannot.
  const limited = ['-c', `ulimit -v ${Math.floor(maxMemoryBytes / 1024)}; exec "$0" "$@"`, command, ...args];
  const [file, given] = process.platform === 'linux' ? ['/bin/sh', limited] : [command, args];
  const child = spawn(file, given, {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: call.signal,
    killSignal: 'SIGKILL',
    // It opens what strangers wrote: our secrets are no business of it.
    env: {},
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(0, keptOutputBytes);
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', resolve);
  const code = await promise;
  if (code !== 0) throw new UnusableMedia(`ffmpeg ended with ${code}`);
  return output;
}
