import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { MemoryHost } from './memory-host.ts';

/** Both sides of a finished pairing: the network's files and the host's store. */
interface Snapshot {
  folder: string;
  credentials: string | null;
  keys: [string, string][];
}

let taken: Snapshot | null = null;
const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wbot-'));
  folders.push(folder);
  return folder;
}

/** Pairing costs a third of a second of key generation, so that a test file does it once and copies the result. */
export async function takeSnapshot(folder: string, host: MemoryHost): Promise<void> {
  const copy = await scratchFolder();
  await cp(folder, copy, { recursive: true });
  taken = { folder: copy, credentials: host.credentials, keys: [...host.keys] };
}

/** Puts a copy of the pairing into this host and returns the network's folder; null when there is none yet. */
export async function restoreSnapshot(host: MemoryHost): Promise<string | null> {
  if (!taken) return null;
  const folder = await scratchFolder();
  await cp(taken.folder, folder, { recursive: true });
  host.credentials = taken.credentials;
  for (const [key, value] of taken.keys) host.keys.set(key, value);
  return folder;
}
