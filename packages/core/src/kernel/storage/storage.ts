import type { Readable } from 'node:stream';

export interface StoredFile {
  /** Where it is: tenant, then the hash of its content. The same bytes of one tenant are kept once. */
  key: string;
  sizeBytes: number;
  /** SHA-256 of the content, hex. */
  sha256: string;
  /** The first bytes, to tell the type by. */
  head: Uint8Array;
}

export interface ByteRange {
  start: number;
  /** Inclusive. */
  end: number;
}

export interface ListedFile {
  key: string;
  sizeBytes: number;
  /** When it was last written, in milliseconds since 1970. */
  modifiedAtMs: number;
}

/** Files of tenants. Content goes through as streams and is never held whole. */
export interface Storage {
  readonly kind: 'folder' | 's3';
  /**
   * Keeps a stream under its tenant; it can be read only once it is whole. Nothing stays behind when it fails or is longer
   * than `maxBytes`. Writing what is there already makes it new again.
   * @throws {AppError} `invalid-input` on `file` when too large; `unavailable` when there is no room (`details.reason` is
   * `storage_full`) or the service cannot be reached (`storage_away`)
   */
  write(file: { tenantId: string; stream: Readable; maxBytes: number }): Promise<StoredFile>;
  /** @returns null when there is no such file. @throws {AppError} `unavailable` */
  read(key: string, range?: ByteRange): Promise<Readable | null>;
  has(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
  /** Every whole file, of all tenants. */
  list(): AsyncIterable<ListedFile>;
  /** Removes what writes that never ended have left behind, if it is older than this. @returns how many */
  removePartial(olderThanMs: number): Promise<number>;
}

export const keyForm = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{64}$/;

export const keyOf = ({ tenantId, sha256 }: { tenantId: string; sha256: string }): string => {
  const key = `${tenantId}/${sha256.slice(0, 2)}/${sha256}`;
  assertKey(key);
  return key;
};

/** @throws for anything that could lead elsewhere */
export function assertKey(key: string): void {
  if (!keyForm.test(key)) throw new Error('not a storage key');
}
