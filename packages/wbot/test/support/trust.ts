import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll } from 'vitest';

let folder: Promise<string> | null = null;

/** Certificates cost key generation: one set for all networks of a test file. */
export function sharedTlsFolder(): Promise<string> {
  folder ??= mkdtemp(join(tmpdir(), 'wbot-tls-'));
  return folder;
}

afterAll(async () => {
  if (folder) await rm(await folder, { recursive: true, force: true });
});

/** What `NODE_EXTRA_CA_CERTS` does for a process, for this one that runs already. */
export function trust(caPath: string): void {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(caPath, 'utf8')]);
}
