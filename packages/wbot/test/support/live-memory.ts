import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Bytes of buffers that are really in use, after collecting those that are not. */
function liveBufferBytes(): number {
  if (typeof collect === 'function') Reflect.apply(collect, null, []);
  return process.memoryUsage().arrayBuffers;
}

const every = 20;

/** The most that buffers grew beyond the start, looked at on every few calls of `look`. */
export function watchBuffers(): { look(): void; growthBytes(): number } {
  const before = liveBufferBytes();
  let peak = before;
  let calls = 0;
  return {
    look() {
      calls += 1;
      if (calls % every === 0) peak = Math.max(peak, liveBufferBytes());
    },
    growthBytes: () => peak - before,
  };
}
