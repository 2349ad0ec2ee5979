import { createFolderStorage } from './folder-storage.ts';
import { createLateStorage } from './late-storage.ts';
import type { S3Settings } from './s3-storage.ts';
import type { Storage } from './storage.ts';

export type { S3Settings } from './s3-storage.ts';
export type { ByteRange, ListedFile, Storage, StoredFile } from './storage.ts';
export { type StorageTrouble, storageTroubleOf } from './storage-errors.ts';

/** A bucket when there is one, else a folder, which every process of the installation must see. */
export const openStorage = ({ s3, folder }: { s3?: S3Settings; folder: string }): Storage =>
  s3
    ? createLateStorage('s3', async () => (await import('./s3-storage.ts')).createS3Storage(s3))
    : createFolderStorage(folder);
