import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, processStartMark } from './processes.ts';

export interface ProcessLock extends Disposable {
  release(): void;
}

interface Holder {
  pid: number;
  /** Distinguishes the holder from a later process that was given the same id. */
  startMark: string;
}

/** Takes the lock, or returns the id of the living process that holds it. A dead process holds nothing. */
export function tryLock(file: string): ProcessLock | { heldBy: number } {
  mkdirSync(path.dirname(file), { recursive: true });
  // Linked into place, so that nobody ever sees a lock file without its content.
  const draft = `${file}.${process.pid}`;
  const mine: Holder = { pid: process.pid, startMark: processStartMark(process.pid) };
  writeFileSync(draft, JSON.stringify(mine));
  try {
    for (;;) {
      if (linkIfAbsent(draft, file)) return lockOn(file);
      const holder = readHolder(file);
      if (holder !== null && isAlive(holder.pid) && processStartMark(holder.pid) === holder.startMark) {
        return { heldBy: holder.pid };
      }
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** As tryLock, but waits for the holder. */
export async function waitForLock(file: string, timeoutMs: number): Promise<ProcessLock> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lock = tryLock(file);
    if (!('heldBy' in lock)) return lock;
    if (Date.now() > deadline)
      throw new Error(`Process ${lock.heldBy} still holds ${file} after ${timeoutMs / 1000} s`);
    await delay(25);
  }
}

function lockOn(file: string): ProcessLock {
  const release = () => {
    if (readHolder(file)?.pid === process.pid) unlinkSync(file);
  };
  return { release, [Symbol.dispose]: release };
}

function linkIfAbsent(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | null {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null || !('pid' in content) || !('startMark' in content))
      return null;
    return { pid: Number(content.pid), startMark: String(content.startMark) };
  } catch {
    return null;
  }
}
