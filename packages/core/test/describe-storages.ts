import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { findSwift, type RunningObjectStore, startObjectStore } from '@tiktickets/testkit';
import { afterAll, beforeAll, describe } from 'vitest';
import type { S3Settings } from '../src/kernel/index.ts';

export interface TestStorage {
  kind: 'folder' | 's3';
  /** Set for `s3`, from `beforeAll` on. */
  s3?: S3Settings;
}

const bucket = 'tiktickets-media';

/**
 * Declares the suite once per kind of storage: a folder, and a bucket on a real S3 server (OpenStack Swift). Where that is
 * not installed its half is skipped by name; `npm test` installs it where it can.
 */
export function describeStorages(name: string, suite: (storage: TestStorage) => void): void {
  describe(`${name} [folder]`, () => suite({ kind: 'folder' }));
  const isMissing = !findSwift();
  describe.skipIf(isMissing)(`${name} [s3${isMissing ? ': no swift-proxy-server on PATH' : ''}]`, () => {
    const storage: TestStorage = { kind: 's3' };
    let server: RunningObjectStore | undefined;
    beforeAll(async () => {
      server = await startObjectStore();
      storage.s3 = await makeBucket(server);
    }, 90_000);
    afterAll(() => server?.stop());
    suite(storage);
  });
}

async function makeBucket({ endpoint, region, accessKeyId, secretAccessKey }: RunningObjectStore): Promise<S3Settings> {
  const credentials = { accessKeyId, secretAccessKey };
  const requestChecksumCalculation = 'WHEN_REQUIRED';
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, requestChecksumCalculation });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return { endpoint, region, credentials, bucket, pathStyle: true };
}
