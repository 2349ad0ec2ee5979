import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface BuildOptions {
  root: string;
  env: Record<string, string>;
  logFile: string;
  signal: AbortSignal;
}

const lastLines = 25;

/** Builds what changed since the last time; turbo knows by the content of the sources. Throws with the end of the log. */
export async function buildChanged(options: BuildOptions): Promise<{ wasCached: boolean }> {
  mkdirSync(path.dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { mode: 0o600 });
  const turbo = path.join(options.root, 'node_modules', '.bin', process.platform === 'win32' ? 'turbo.cmd' : 'turbo');
  const args = ['run', 'build', '--ui=stream', '--output-logs=new-only', '--no-color'];
  const child = spawn(turbo, args, {
    cwd: options.root,
    env: options.env,
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const tail: string[] = [];
  let wasCached = false;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      if (/FULL TURBO/.test(line)) wasCached = true;
      tail.push(line);
      if (tail.length > lastLines) tail.shift();
    });
  }
  // Next starts processes of its own; the whole group has to go.
  const abort = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  };
  options.signal.addEventListener('abort', abort);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  options.signal.removeEventListener('abort', abort);
  log.end();
  options.signal.throwIfAborted();
  if (code !== 0) throw new Error(`The build failed; the whole log is in ${options.logFile}:\n${tail.join('\n')}`);
  return { wasCached };
}
