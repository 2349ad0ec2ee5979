import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificates } from './certificate.ts';

export interface TlsFiles {
  /** Certificate authority to trust, e.g. by `NODE_EXTRA_CA_CERTS`. */
  caPath: string;
  certPath: string;
  keyPath: string;
}

const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;

function isUsable(files: TlsFiles, host: string): boolean {
  if (!Object.values(files).every((path) => existsSync(path))) return false;
  const certificate = new X509Certificate(readFileSync(files.certPath));
  const covers = certificate.checkIP(host) ?? certificate.checkHost(host);
  return covers !== undefined && certificate.validToDate.getTime() - Date.now() > renewBeforeMs;
}

/** Certificates of this folder for that host, made when missing or old. Clients keep trusting them after a restart. */
export function certificateFiles(folder: string, host: string): TlsFiles {
  const files = {
    caPath: join(folder, 'ca.pem'),
    certPath: join(folder, 'server.pem'),
    keyPath: join(folder, 'server.key'),
  };
  if (isUsable(files, host)) return files;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { caPem, server } = issueCertificates([...new Set([host, '127.0.0.1', 'localhost'])]);
  writeFileSync(files.keyPath, server.keyPem, { mode: 0o600 });
  writeFileSync(files.certPath, server.certificatePem);
  writeFileSync(files.caPath, caPem);
  return files;
}
