import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './model.ts';

const suffix = '.account.json';
const debounceMs = 150;

function replacer(this: unknown, key: string, value: unknown): unknown {
  const raw = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  return raw instanceof Uint8Array ? { $bytes: Buffer.from(raw).toString('base64') } : value;
}

function reviver(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$bytes' in value)) return value;
  return typeof value.$bytes === 'string' ? Buffer.from(value.$bytes, 'base64') : value;
}

/** Trusts that the folder holds only files which {@link AccountStore} wrote. */
function parseAccount(json: string): Account {
  return JSON.parse(json, reviver) as Account;
}

/** Keeps accounts on disk, one file each, replaced atomically a moment after they change. */
export class AccountStore {
  readonly #directory: string | null;
  readonly #dirty = new Map<string, Account>();
  #timer: NodeJS.Timeout | null = null;

  /** @param directory null keeps everything in memory */
  constructor(directory: string | null) {
    this.#directory = directory;
    if (directory) mkdirSync(directory, { recursive: true });
  }

  load(): Account[] {
    const directory = this.#directory;
    if (!directory) return [];
    const files = readdirSync(directory).filter((file) => file.endsWith(suffix));
    return files.sort().map((file) => parseAccount(readFileSync(join(directory, file), 'utf8')));
  }

  /** Remembers to write this account soon. */
  touch(account: Account): void {
    if (!this.#directory) return;
    this.#dirty.set(account.phone, account);
    this.#timer ??= setTimeout(() => this.flush(), debounceMs);
  }

  /** Writes what is pending now. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const directory = this.#directory;
    if (!directory) return;
    for (const account of this.#dirty.values()) {
      const file = join(directory, `${account.phone}${suffix}`);
      writeFileSync(`${file}.new`, JSON.stringify(account, replacer));
      renameSync(`${file}.new`, file);
    }
    this.#dirty.clear();
  }
}
