import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock, waitForLock } from '../src/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiktickets-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('tryLock', () => {
  it('is held by one at a time and leaves no file behind', async () => {
    const file = path.join(folder, 'lock');
    const lock = tryLock(file);
    expect(tryLock(file)).toEqual({ heldBy: process.pid });
    if ('heldBy' in lock) throw new Error('The first one must get the lock');
    lock.release();
    using _again = await waitForLock(file, 100);
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 999_999_999, startMark: '1' })],
    ['another process with the same id', JSON.stringify({ pid: process.pid, startMark: 'earlier' })],
    ['nobody: the file is damaged', '{"pid":'],
  ])('is not held by %s', (_who, content) => {
    const file = path.join(folder, 'lock');
    writeFileSync(file, content);
    expect(tryLock(file)).not.toHaveProperty('heldBy');
  });

  it('gives up waiting after the time given', async () => {
    const file = path.join(folder, 'lock');
    tryLock(file);
    await expect(waitForLock(file, 40)).rejects.toThrow(`Process ${process.pid} still holds`);
  });
});
