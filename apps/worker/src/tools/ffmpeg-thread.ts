import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { WasmAnswer, WasmTask } from './ffmpeg-wasm.ts';

/** The few methods of @ffmpeg/core that we use. */
interface Core {
  FS: { writeFile(path: string, data: Uint8Array): void; readFile(path: string): Uint8Array };
  setLogger(listener: (line: { message: string }) => void): void;
  exec(...args: string[]): number;
}
interface Memory {
  buffer: ArrayBuffer;
  grow(pages: number): number;
}
type CreateCore = (options: { wasmBinary: Uint8Array }) => Promise<Core>;

const pageBytes = 65_536;
const keptChars = 16_384;

/** Its memory may not grow beyond the limit; it then ends as one that found no memory. */
function limitMemory(maxBytes: number): void {
  const { prototype }: { prototype: Memory } = Reflect.get(Reflect.get(globalThis, 'WebAssembly'), 'Memory');
  const { grow } = prototype;
  prototype.grow = function limited(this: Memory, pages: number) {
    if (this.buffer.byteLength + pages * pageBytes > maxBytes) throw new RangeError('memory is limited');
    return grow.call(this, pages);
  };
}

async function run(task: WasmTask): Promise<WasmAnswer> {
  limitMemory(task.maxMemoryBytes);
  // It believes to be in a browser's worker.
  Object.assign(globalThis, { self: globalThis, location: { href: 'file:///' }, WorkerGlobalScope: Object });
  const require = createRequire(import.meta.url);
  const file = require.resolve('@ffmpeg/core');
  const create: CreateCore = require(file);
  const core = await create({ wasmBinary: readFileSync(file.replace(/\.js$/, '.wasm')) });
  let said = '';
  core.setLogger(({ message }) => {
    if (said.length < keptChars) said += `${message}\n`;
  });
  core.FS.writeFile('/input', readFileSync(task.input));
  const code = core.exec(...task.args);
  if (code === 0) writeFileSync(task.output, core.FS.readFile('/output'));
  return { code, said };
}

function isTask(value: unknown): value is WasmTask {
  return value instanceof Object && 'args' in value && 'maxMemoryBytes' in value;
}

if (isTask(workerData)) {
  const answer = await run(workerData).catch(
    (error: unknown): WasmAnswer => ({ error: error instanceof Error ? error.message : 'ffmpeg broke' }),
  );
  parentPort?.postMessage(answer);
}
