import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../apps/worker/src/main.ts', import.meta.url));

interface Member {
  child: ChildProcess;
  /** We ended it, so its end says nothing. */
  isExpected: boolean;
  isFrozen: boolean;
  isReady: boolean;
}

/** Real worker processes, one for each place; whoever falls is replaced, as a process manager does it. */
export class Fleet {
  /** What workers said that ended by themselves: always a fault of ours. */
  readonly crashes: string[] = [];
  readonly #places: (Member | null)[];
  readonly #environment: Record<string, string>;
  readonly #logDir: string;
  #isClosed = false;
  #started = 0;

  constructor(options: { size: number; environment: Record<string, string>; logDir: string }) {
    this.#places = Array.from({ length: options.size }, () => null);
    this.#environment = options.environment;
    this.#logDir = options.logDir;
  }

  start(): void {
    for (const place of this.#places.keys()) this.#fill(place);
  }

  /** Ends one with -9; its place is empty for `awayMs`. */
  async kill(place: number, awayMs: number): Promise<void> {
    await this.#end(place, { name: 'SIGKILL', awayMs });
  }

  /** Asks one to end, as a deploy does. */
  async replace(place: number): Promise<void> {
    await this.#end(place, { name: 'SIGTERM', awayMs: 0 });
  }

  async freeze(place: number, forMs: number): Promise<void> {
    const member = this.#places[place];
    if (!member?.isReady || member.isFrozen) return;
    member.isFrozen = true;
    member.child.kill('SIGSTOP');
    await delay(forMs);
    member.child.kill('SIGCONT');
    member.isFrozen = false;
  }

  async stop(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#places.map((_, place) => this.#end(place, { name: 'SIGTERM', awayMs: 0 })));
  }

  /** Resident memory of the workers in MB, where /proc tells. */
  get pids(): number[] {
    return this.#places.flatMap((member) => member?.child.pid ?? []);
  }

  async #end(place: number, { name, awayMs }: { name: NodeJS.Signals; awayMs: number }): Promise<void> {
    const member = this.#places[place];
    if (!member || member.isFrozen || member.isExpected) return;
    member.isExpected = true;
    const ended = new Promise<void>((resolve) => member.child.once('close', () => resolve()));
    member.child.kill(name);
    // One that does not end when asked is a fault of ours, too.
    const limit = setTimeout(() => {
      this.crashes.push(`a worker did not end within 40 s of ${name}`);
      member.child.kill('SIGKILL');
    }, 40_000);
    await ended;
    clearTimeout(limit);
    this.#places[place] = null;
    await delay(awayMs);
    this.#fill(place);
  }

  #fill(place: number): void {
    if (this.#isClosed || this.#places[place]) return;
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const member: Member = { child, isExpected: false, isFrozen: false, isReady: false };
    this.#places[place] = member;
    this.#started += 1;
    const log = createWriteStream(path.join(this.#logDir, `worker-${place}-${this.#started}.log`));
    let tail = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        log.write(chunk);
        tail = (tail + chunk.toString()).slice(-4_000);
        member.isReady ||= tail.includes('worker is ready');
      });
    }
    child.once('close', (code, signal) => {
      log.end();
      if (member.isExpected) return;
      this.#places[place] = null;
      // Nothing is promised of a worker that starts while its database is away: its manager starts it again.
      if (member.isReady)
        this.crashes.push(`a worker ended by itself (${code ?? signal}): ${tail.trim().split('\n').at(-1)}`);
      setTimeout(() => this.#fill(place), 500);
    });
  }
}
