import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ChildOptions {
  name: string;
  /** Arguments for Node: the script and its own arguments. */
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
  logFile: string;
  /** How long it may take from SIGTERM to its end, in milliseconds. */
  stopTimeoutMs: number;
  /** Receives what a person at the terminal should see. */
  report(line: string): void;
}

export interface RunningChild {
  name: string;
  /** Resolves when the process is gone, with the reason in one line. */
  ended: Promise<string>;
  stop(): Promise<void>;
  kill(): void;
}

const maxLogBytes = 20 * 1024 * 1024;
const repeatAfterMs = 60_000;
const followParent = fileURLToPath(new URL('follow-parent.mjs', import.meta.url));

/** Runs a Node process of ours: its log goes to a file, its warnings and errors to the terminal, each once a minute. */
export function startChild(options: ChildOptions): RunningChild {
  const log = openLog(options.logFile);
  // Detached: Ctrl-C must reach this process only, which then stops its children in order.
  const child = spawn(process.execPath, ['--import', followParent, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const summary = new LogSummary(options);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      summary.read(line);
    });
  }
  const ended = new Promise<string>((resolve) => {
    const finish = (how: string) => {
      log.end();
      const reason = summary.lastProblem === '' ? '' : `: ${summary.lastProblem}`;
      resolve(`${options.name} stopped (${how})${reason}. Its log: ${options.logFile}`);
    };
    child.once('error', (error) => finish(error.message));
    // 'close' and not 'exit': the last lines of the log say why.
    child.once('close', (code, signal) => finish(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  return {
    name: options.name,
    ended,
    stop: () => stopChild(child, ended, options.stopTimeoutMs),
    kill: () => signalTo(child, 'SIGKILL'),
  };
}

async function stopChild(child: ChildProcess, ended: Promise<string>, timeoutMs: number): Promise<void> {
  signalTo(child, 'SIGTERM');
  const timer = setTimeout(() => signalTo(child, 'SIGKILL'), timeoutMs);
  await ended;
  clearTimeout(timer);
}

function signalTo(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
}

function openLog(file: string): WriteStream {
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > maxLogBytes) renameSync(file, `${file}.1`);
  return createWriteStream(file, { flags: 'a', mode: 0o600 });
}

class LogSummary {
  lastProblem = '';
  readonly #options: ChildOptions;
  readonly #shownAtMs = new Map<string, number>();

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  read(line: string): void {
    const entry = parseLogLine(line);
    if (entry === null) {
      // Not from our logger: what Node prints when a process crashes.
      if (/^\s+at |^\s*$|^Node\.js v|^\s*\^+$|^\s*[{}]/.test(line)) return;
      this.lastProblem = line.trim().slice(0, 300);
      return;
    }
    if (entry.level < 40) return;
    if (entry.level >= 50) this.lastProblem = entry.text;
    const now = Date.now();
    if (now - (this.#shownAtMs.get(entry.text) ?? Number.NEGATIVE_INFINITY) < repeatAfterMs) return;
    this.#shownAtMs.set(entry.text, now);
    this.#options.report(`${this.#options.name} ${entry.level >= 50 ? 'error' : 'warning'}: ${entry.text}`);
  }
}

/** Level and message of one pino line, or null when the line is something else. */
function parseLogLine(line: string): { level: number; text: string } | null {
  if (!line.startsWith('{')) return null;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('level' in entry)) return null;
    const message = 'msg' in entry && typeof entry.msg === 'string' ? entry.msg : '';
    const error = 'err' in entry ? entry.err : null;
    const cause = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
    const text = [message, cause].filter((part, index, all) => part !== '' && all.indexOf(part) === index).join(': ');
    return { level: Number(entry.level), text: (text || 'see its log').split('\n')[0]?.slice(0, 300) ?? '' };
  } catch {
    return null;
  }
}
