import { UnusableMedia } from '@tiktickets/core/media';
import type { FfmpegCall } from './ffmpeg-call.ts';
import { findNativeFfmpeg, runNative } from './ffmpeg-native.ts';
import { runWasm } from './ffmpeg-wasm.ts';

/** Runs a call and gives what ffmpeg said. @throws {UnusableMedia} when it fails, takes too long or too much memory */
export type Ffmpeg = (call: Omit<FfmpegCall, 'signal'>) => Promise<string>;

export interface FfmpegOptions {
  /** `auto`: the one on PATH, else the one of npm, which needs no installation. */
  engine?: 'auto' | 'wasm';
  timeoutMs?: number;
  maxMemoryBytes?: number;
  /** Calls that run side by side; the others wait. */
  atOnce?: number;
}

export function createFfmpeg(options: FfmpegOptions = {}): Ffmpeg {
  const { engine = 'auto', timeoutMs = 60_000, maxMemoryBytes = 768 * 2 ** 20, atOnce = 1 } = options;
  const native = engine === 'auto' ? findNativeFfmpeg() : null;
  const waiting: (() => void)[] = [];
  let running = 0;
  const turn = async (): Promise<void> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  };
  const done = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return async (call) => {
    await turn();
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const limited = { ...call, signal };
      return native
        ? await runNative(native, { call: limited, maxMemoryBytes })
        : await runWasm({ call: limited, maxMemoryBytes });
    } catch (error) {
      if (signal.aborted) throw new UnusableMedia(`ffmpeg took longer than ${timeoutMs} ms`, { cause: error });
      throw error;
    } finally {
      done();
    }
  };
}
