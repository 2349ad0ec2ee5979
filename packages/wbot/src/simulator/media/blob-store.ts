import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const pathPattern = /^\/v\/([0-9a-f]{32})\.enc$/;

/** Encrypted files of the simulated media host, on disk whatever their size. */
export class BlobStore {
  readonly #folder: string;
  readonly #isTemporary: boolean;
  /** Paths that answer with a status instead of a file. */
  readonly #expired = new Map<string, number>();

  /** @param directory null keeps the files until `close` only */
  constructor(directory: string | null) {
    this.#isTemporary = directory === null;
    this.#folder = directory ? join(directory, 'media') : mkdtempSync(join(tmpdir(), 'simulator-media-'));
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Keeps a file and gives its path on the host. Nothing is kept when the source fails. */
  async write(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string> {
    const id = randomBytes(16).toString('hex');
    const unfinished = join(this.#folder, `${id}.new`);
    try {
      await pipeline(source, createWriteStream(unfinished));
      await rename(unfinished, join(this.#folder, `${id}.enc`));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    return `/v/${id}.enc`;
  }

  /** The file behind a path, or the status to answer instead. */
  read(path: string): { sizeBytes: number; stream(): Readable } | { status: number } {
    const expired = this.#expired.get(path);
    const file = this.#fileOf(path);
    if (expired !== undefined || !file) return { status: expired ?? 404 };
    return { sizeBytes: statSync(file).size, stream: () => createReadStream(file) };
  }

  /** From now on the host does not give this file any more. */
  expire(path: string, status: 403 | 404 | 410): void {
    this.#expired.set(path, status);
  }

  /** The same file under a new path, which the host gives again; null when it never had it. */
  async renew(path: string): Promise<string | null> {
    const file = this.#fileOf(path);
    return file ? await this.write(createReadStream(file)) : null;
  }

  /** Changes one byte in the middle of a file. */
  async damage(path: string): Promise<void> {
    const file = this.#fileOf(path);
    if (!file) return;
    await using handle = await open(file, 'r+');
    const at = Math.floor(statSync(file).size / 2);
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
    await handle.write(Buffer.from([buffer.readUInt8(0) ^ 0xff]), 0, 1, at);
  }

  close(): void {
    if (this.#isTemporary) rmSync(this.#folder, { recursive: true, force: true });
  }

  #fileOf(path: string): string | null {
    const id = pathPattern.exec(path.split('?')[0] ?? '')?.[1];
    const file = id ? join(this.#folder, `${id}.enc`) : null;
    return file && existsSync(file) ? file : null;
  }
}
