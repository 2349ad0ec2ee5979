import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';

/** What a stage adds to the sum. A plain check counts as one. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Named in the summary, so that nothing is skipped or fails in silence. */
  notes: string[];
}

export interface Stage {
  name: string;
  run(): Promise<Tally>;
}

export interface CommandOptions {
  cwd: string;
  env?: Record<string, string>;
  /** Everything the command prints is kept here. */
  logFile: string;
  /** Also shown while it runs, for stages that take minutes. */
  isShown?: boolean;
}

export interface CommandResult {
  code: number;
  output: string;
}

const living = new Set<number>();

/** Ends every command that still runs, with all it started. */
export function killCommands(): void {
  for (const pid of living) {
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
    } catch {
      // Gone already.
    }
  }
}

/** Runs a command of the workspace in a process group of its own, without input. */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  mkdirSync(path.dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile);
  const isWindows = process.platform === 'win32';
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      ...(options.env ? { env: options.env } : {}),
      detached: !isWindows,
      shell: isWindows,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) living.add(child.pid);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        log.write(chunk);
        if (options.isShown) process.stdout.write(chunk);
      });
    }
    const finish = (code: number) => {
      if (child.pid !== undefined) living.delete(child.pid);
      log.end();
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

export const passedOnce = (): Tally => ({ passed: 1, failed: 0, skipped: 0, notes: [] });
export const failedOnce = (note: string): Tally => ({ passed: 0, failed: 1, skipped: 0, notes: [note] });
export const skippedOnce = (note: string): Tally => ({ passed: 0, failed: 0, skipped: 1, notes: [note] });
