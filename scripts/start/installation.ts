import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Secrets and logins of one installation, kept in its DATA_DIR for the owner of that folder only. */

export interface DemoLogin {
  role: string;
  email: string;
  password: string;
}

/** The secret everything else is derived from. Generated once; a new one would sign everybody out. */
export function loadAppSecret(dataDir: string): string {
  const file = path.join(dataDir, 'app-secret');
  if (existsSync(file)) {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length >= 32) return secret;
    throw new Error(`${file} holds no valid secret; restore it, or remove it to have a new one made`);
  }
  const secret = randomBytes(36).toString('base64url');
  writePrivately(file, `${secret}\n`);
  return secret;
}

export function loadDemoLogins(dataDir: string): DemoLogin[] {
  const file = loginsFile(dataDir);
  if (!existsSync(file)) return [];
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isLoginList(content) ? content : [];
}

export function saveDemoLogins(dataDir: string, logins: readonly DemoLogin[]): void {
  writePrivately(loginsFile(dataDir), `${JSON.stringify(logins, null, 2)}\n`);
}

export function isLoginList(content: unknown): content is DemoLogin[] {
  return (
    Array.isArray(content) &&
    content.every((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null) return false;
      return ['role', 'email', 'password'].every((key) => typeof Reflect.get(entry, key) === 'string');
    })
  );
}

function loginsFile(dataDir: string): string {
  return path.join(dataDir, 'demo-logins.json');
}

/** Written beside its place and renamed: an interrupted start leaves either the whole file or none. */
function writePrivately(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
}
