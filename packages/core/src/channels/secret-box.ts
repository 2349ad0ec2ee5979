import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const version = 1;
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts values of one tenant for one purpose. `label` ties a value to its place: moved elsewhere it does not open. */
export interface SecretBox {
  seal(label: string, plain: string): Uint8Array;
  /** @throws when the value was changed, moved, or sealed under another secret */
  open(label: string, sealed: Uint8Array): string;
}

/** AES-256-GCM under HKDF-SHA256(secret, tenant, purpose). Layout: version, iv, tag, ciphertext. */
export function secretBox({
  secret,
  tenantId,
  purpose,
}: {
  secret: string;
  tenantId: string;
  purpose: string;
}): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secret, tenantId, purpose, 32));
  return {
    seal: (label, plain) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(label));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), sealed]);
    },
    open: (label, sealed) => {
      if (sealed[0] !== version) throw new Error(`sealed value of unknown version ${sealed[0]}`);
      const iv = sealed.subarray(1, 1 + ivBytes);
      const tag = sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(label));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed.subarray(1 + ivBytes + tagBytes)), decipher.final()]).toString(
        'utf8',
      );
    },
  };
}
