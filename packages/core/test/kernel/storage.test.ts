import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { newId } from '@tiktickets/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ListedFile, openStorage, type Storage } from '../../src/kernel/index.ts';
import { describeStorages } from '../describe-storages.ts';

const megabyte = 2 ** 20;
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
/** Content that differs in each place, so that a lost or doubled part shows. */
const content = (bytes: number, seed: number): Buffer => {
  const words = new Uint32Array(Math.ceil(bytes / 4));
  for (let n = 0; n < words.length; n += 1) words[n] = n * 2_654_435_761 + seed;
  return Buffer.from(words.buffer, 0, bytes);
};
async function* pieces(whole: Buffer, size = 64 * 1024) {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

describeStorages('files', (kind) => {
  let folder: string;
  let storage: Storage;
  const tenantId = newId();
  const write = (file: Buffer, maxBytes = 100 * megabyte) =>
    storage.write({ tenantId, stream: Readable.from(pieces(file)), maxBytes });
  const read = async (key: string, range?: { start: number; end: number }) => {
    const stream = await storage.read(key, range);
    return stream && (await buffer(stream));
  };
  const list = async () => {
    const files: ListedFile[] = [];
    for await (const file of storage.list()) files.push(file);
    return files;
  };
  const keys = async () => (await list()).map((file) => file.key).toSorted();
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tiktickets-storage-'));
    storage = openStorage({ s3: kind.s3, folder });
    expect(storage.kind).toBe(kind.kind);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([0, 1, 5 * megabyte, 5 * megabyte + 1, 17 * megabyte + 3])('keeps %i bytes as they are', async (bytes) => {
    const file = content(bytes, bytes);
    const stored = await write(file);
    expect(stored).toMatchObject({ sizeBytes: bytes, sha256: sha256(file) });
    expect(stored.key).toBe(`${tenantId}/${stored.sha256.slice(0, 2)}/${stored.sha256}`);
    expect(Buffer.from(stored.head)).toEqual(file.subarray(0, 4_100));
    expect(await storage.has(stored.key)).toBe(true);
    expect((await read(stored.key))?.equals(file)).toBe(true);
    const listed = (await list()).find((one) => one.key === stored.key);
    expect(listed).toMatchObject({ sizeBytes: bytes });
    expect(Math.abs(Date.now() - (listed?.modifiedAtMs ?? 0))).toBeLessThan(120_000);
  });

  it('reads parts of a file, across the parts it was written in', async () => {
    const file = content(11 * megabyte, 7);
    const { key } = await write(file);
    for (const [start, end] of [
      [0, 0],
      [1, 3],
      [5 * megabyte - 2, 5 * megabyte + 2],
      [file.length - 5, file.length - 1],
    ] as const)
      expect(await read(key, { start, end })).toEqual(file.subarray(start, end + 1));
  });

  it('keeps the same bytes once, and tenants apart', async () => {
    const file = content(1_000, 3);
    const before = await keys();
    const [first, second] = [await write(file), await write(file)];
    expect(second.key).toBe(first.key);
    const other = await storage.write({ tenantId: newId(), stream: Readable.from([file]), maxBytes: 10_000 });
    expect(other.key).not.toBe(first.key);
    expect(await keys()).toEqual([...before, first.key, other.key].toSorted());
    await storage.remove(first.key);
    expect(await storage.has(first.key)).toBe(false);
    expect(await read(first.key)).toBeNull();
    expect(await read(other.key)).toEqual(file);
    // Gone is gone, however often it is asked for.
    await storage.remove(first.key);
  });

  it.each([3 * megabyte, 12 * megabyte])('leaves nothing of a stream that breaks after %i bytes', async (bytes) => {
    const before = await keys();
    const broken = Readable.from(
      (async function* () {
        yield* pieces(content(bytes, 11));
        throw new Error('the line dropped');
      })(),
    );
    await expect(storage.write({ tenantId, stream: broken, maxBytes: 100 * megabyte })).rejects.toThrow('dropped');
    expect(await keys()).toEqual(before);
    expect(await storage.removePartial(-60_000)).toBe(0);
  });

  it.each([1 * megabyte, 8 * megabyte])('refuses more than %i bytes and keeps nothing of it', async (maxBytes) => {
    const before = await keys();
    const endless = Readable.from(
      (async function* () {
        for (;;) yield Buffer.alloc(256 * 1024);
      })(),
    );
    const refused = storage.write({ tenantId, stream: endless, maxBytes });
    await expect(refused).rejects.toMatchObject({ code: 'invalid-input', field: 'file', details: { maxBytes } });
    expect(endless.destroyed).toBe(true);
    expect(await keys()).toEqual(before);
    expect(await storage.removePartial(-60_000)).toBe(0);
  });

  it('shows nothing of a file before it is whole, and forgets what never became so', async () => {
    const before = await keys();
    const gate = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    const file = content(13 * megabyte, 5);
    const slow = Readable.from(
      (async function* () {
        yield* pieces(file);
        seen.resolve();
        await gate.promise;
      })(),
    );
    const written = storage.write({ tenantId, stream: slow, maxBytes: 100 * megabyte });
    await seen.promise;
    expect(await keys()).toEqual(before);
    expect(await storage.removePartial(86_400_000)).toBe(0);
    gate.resolve();
    const { key } = await written;
    expect((await read(key))?.equals(file)).toBe(true);
  });

  it('takes no key that leads elsewhere', async () => {
    for (const key of ['../../etc/passwd', '', `${tenantId}/..`, 'incoming/x']) {
      await expect(storage.read(key)).rejects.toThrow('not a storage key');
      await expect(storage.has(key)).rejects.toThrow('not a storage key');
      await expect((async () => storage.remove(key))()).rejects.toThrow('not a storage key');
    }
  });
});
