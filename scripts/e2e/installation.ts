import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@tiktickets/services';
import { waitFor } from '@tiktickets/testkit';
import { inheritedEnvironment } from '../env.ts';

const script = fileURLToPath(new URL('../start.ts', import.meta.url));
const readyTimeoutMs = 100_000;

/** One folder and port, on which `npm start` is run and ended in various ways. */
export class Installation implements AsyncDisposable {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'tiktickets-start-'));
  readonly port: number;
  readonly #runs: Run[] = [];

  private constructor(port: number) {
    this.port = port;
  }

  static async create(): Promise<Installation> {
    return new Installation(await findFreePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  run(settings: Record<string, string> = {}): Run {
    const run = new Run({ ...inheritedEnvironment(), DATA_DIR: this.dataDir, PORT: String(this.port), ...settings });
    this.#runs.push(run);
    return run;
  }

  /** Every process that belongs to this folder, by command line or environment; zombies do not count. */
  processes(): { pid: number; command: string }[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .flatMap((name) => {
        const command = readProc(name, 'cmdline').replaceAll('\0', ' ').trim();
        const isOurs = command.includes(this.dataDir) || readProc(name, 'environ').includes(`DATA_DIR=${this.dataDir}`);
        return isOurs && command !== '' ? [{ pid: Number(name), command }] : [];
      });
  }

  process(part: string): number {
    const found = this.processes().find(({ command }) => command.includes(part));
    if (found === undefined) throw new Error(`No process of ${this.dataDir} runs ${part}`);
    return found.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const run of this.#runs) await run.stop();
    for (const { pid } of this.processes()) process.kill(pid, 'SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

export class Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output = '';

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  get lines(): string[] {
    return this.output.trim().split('\n');
  }

  get logins(): string[] {
    return this.lines.filter((line) => line.startsWith('login '));
  }

  async ready(): Promise<void> {
    await waitFor(
      () => {
        if (this.child.exitCode !== null) throw new Error(`it ended: ${this.output}`);
        return this.output.includes('TikTickets is ready at ');
      },
      { timeoutMs: readyTimeoutMs, intervalMs: 50, what: 'the line that says it is ready' },
    );
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended;
  }
}
