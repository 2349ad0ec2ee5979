import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { AppError } from '../errors.ts';
import { Meter } from './meter.ts';
import { assertKey, keyForm, keyOf, type Storage, type StoredFile } from './storage.ts';
import { storageTrouble } from './storage-errors.ts';

export interface S3Settings {
  /** Address of the service; without it Amazon's own of the region. */
  endpoint?: string;
  bucket: string;
  region: string;
  /** Without them the usual places are searched: environment, files, the machine's role. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. */
  pathStyle: boolean;
}

/** The least that S3 takes, and at most what one file holds of memory, twice. */
const partBytes = 5 * 2 ** 20;
const partsAtOnce = 2;
const incoming = 'incoming/';

/**
 * A bucket of an S3-compatible service, which stays private: every byte passes through this process. Large files are
 * written in parts under a name of their own, and copied to that of their content by the service once they are whole.
 */
export function createS3Storage(settings: S3Settings): Storage {
  const { bucket: Bucket, endpoint, region, credentials, pathStyle } = settings;
  const client = new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: pathStyle,
    // Newer checksums are unknown to many services that speak S3.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 4,
  });

  async function putWhole(meter: Meter, { head, tenantId }: { head: Buffer; tenantId: string }): Promise<StoredFile> {
    const sha256 = meter.digest();
    const key = keyOf({ tenantId, sha256 });
    await client.send(new PutObjectCommand({ Bucket, Key: key, Body: head }));
    return { key, sizeBytes: meter.sizeBytes, sha256, head: meter.head };
  }

  async function putParts(
    body: Readable,
    { meter, tenantId }: { meter: Meter; tenantId: string },
  ): Promise<StoredFile> {
    const part = `${incoming}${randomUUID()}`;
    const abortController = new AbortController();
    const params = { Bucket, Key: part, Body: body };
    const upload = new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce, abortController });
    try {
      await upload.done();
      const sha256 = meter.digest();
      const key = keyOf({ tenantId, sha256 });
      await client.send(new CopyObjectCommand({ Bucket, Key: key, CopySource: `${Bucket}/${part}` }));
      return { key, sizeBytes: meter.sizeBytes, sha256, head: meter.head };
    } finally {
      // What stays because this fails, too, is removed by the sweep.
      await client.send(new DeleteObjectCommand({ Bucket, Key: part })).catch(() => undefined);
    }
  }

  return {
    kind: 's3',
    write: async ({ tenantId, stream, maxBytes }) => {
      const meter = new Meter(maxBytes);
      let broken: unknown = null;
      const piped = pipeline(stream, meter).catch((error: unknown) => {
        broken = error;
      });
      try {
        const { head, rest } = await readHead(meter);
        return rest === null ? await putWhole(meter, { head, tenantId }) : await putParts(rest, { meter, tenantId });
      } catch (error) {
        meter.destroy();
        await piped;
        // A stream that was cut off because of us is not the reason.
        if (error instanceof S3ServiceException) throw explain(error);
        throw broken ?? explain(error);
      }
    },
    read: async (key, range) => {
      assertKey(key);
      const Range = range && `bytes=${range.start}-${range.end}`;
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key, Range }));
        return Body instanceof Readable ? Body : null;
      } catch (error) {
        if (isMissing(error)) return null;
        throw explain(error);
      }
    },
    has: async (key) => {
      assertKey(key);
      try {
        await client.send(new HeadObjectCommand({ Bucket, Key: key }));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw explain(error);
      }
    },
    remove: async (key) => {
      assertKey(key);
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    },
    list: async function* () {
      for await (const { Key = '', Size = 0, LastModified } of objectsIn(client, { Bucket })) {
        if (keyForm.test(Key)) yield { key: Key, sizeBytes: Size, modifiedAtMs: LastModified?.getTime() ?? Date.now() };
      }
    },
    removePartial: async (olderThanMs) => {
      const before = Date.now() - olderThanMs;
      let removed = 0;
      for await (const { Key, LastModified } of objectsIn(client, { Bucket, Prefix: incoming })) {
        if (!LastModified || LastModified.getTime() > before) continue;
        await client.send(new DeleteObjectCommand({ Bucket, Key }));
        removed += 1;
      }
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: incoming }));
      for (const { Key, UploadId, Initiated } of Uploads) {
        if (!Initiated || Initiated.getTime() > before) continue;
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
        removed += 1;
      }
      return removed;
    },
  };
}

/** Up to one part of a stream; `rest` is all of it from the beginning when there is more, else null. */
async function readHead(stream: Readable): Promise<{ head: Buffer; rest: Readable | null }> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const parts = stream.iterator({ destroyOnReturn: false });
  for await (const chunk of parts) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes <= partBytes) continue;
    const whole = async function* () {
      yield* chunks.splice(0);
      yield* stream;
    };
    return { head: Buffer.alloc(0), rest: Readable.from(whole(), { objectMode: false }) };
  }
  return { head: Buffer.concat(chunks), rest: null };
}

async function* objectsIn(client: S3Client, query: { Bucket: string; Prefix?: string }) {
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ ...query, ContinuationToken }));
    yield* page.Contents ?? [];
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

const statusOf = (error: unknown): number =>
  error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/** In our words: a full service, a service that is away; anything else is a wrong setting and stays what it is. */
function explain(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const full = new Set(['QuotaExceeded', 'InsufficientStorage', 'XMinioStorageFull', 'StorageFull']);
  if (statusOf(error) === 507 || (error instanceof Error && full.has(error.name)))
    return storageTrouble('storage_full', error);
  const isAway = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return isAway || statusOf(error) >= 500 ? storageTrouble('storage_away', error) : error;
}
