import { Worker } from 'node:worker_threads';
import { UnusableMedia } from '@tiktickets/core/media';
import { type FfmpegCall, ffmpegArguments } from './ffmpeg-call.ts';

export interface WasmTask {
  input: string;
  output: string;
  args: string[];
  maxMemoryBytes: number;
}
export type WasmAnswer = { code: number; said: string } | { error: string };

/** Beside this file: as source here, as a bundle of its own in production. */
const thread = new URL(import.meta.url.endsWith('.ts') ? './ffmpeg-thread.ts' : './ffmpeg-thread.mjs', import.meta.url);

/** ffmpeg as WebAssembly, in a thread of its own for each call: it sees its one file, and dies with its limits. */
export async function runWasm({ call, maxMemoryBytes }: { call: FfmpegCall; maxMemoryBytes: number }): Promise<string> {
  const { input, output, signal } = call;
  const task: WasmTask = {
    input,
    output,
    args: ffmpegArguments({ ...call, input: '/input', output: '/output' }),
    maxMemoryBytes,
  };
  const worker = new Worker(thread, {
    workerData: task,
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 4 },
  });
  const { promise, resolve, reject } = Promise.withResolvers<WasmAnswer>();
  const stop = () => reject(new Error('out of time'));
  signal.addEventListener('abort', stop, { once: true });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => resolve({ error: 'the thread ended without an answer' }));
  try {
    const answer = await promise;
    if ('error' in answer) throw new UnusableMedia(answer.error);
    if (answer.code !== 0) throw new UnusableMedia(`ffmpeg ended with ${answer.code}`);
    return answer.said;
  } catch (error) {
    if (error instanceof UnusableMedia) throw error;
    throw new UnusableMedia('ffmpeg broke', { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
