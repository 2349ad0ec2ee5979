import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, element, integer, octets, oid, sequence, set, tagged, text, truth, utcTime } from './der.ts';

export interface IssuedCertificate {
  certificatePem: string;
  keyPem: string;
}

interface Issuer {
  name: string;
  key: KeyObject;
}

interface Subject {
  name: string;
  publicKey: KeyObject;
  extensions: Buffer[];
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const dayMs = 24 * 60 * 60 * 1000;
const validDays = 800;

function named(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), text(name))));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [truth()] : []), octets(value));
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function issue(issuer: Issuer, subject: Subject): string {
  const nowMs = Date.now();
  const validity = sequence(utcTime(new Date(nowMs - dayMs)), utcTime(new Date(nowMs + validDays * dayMs)));
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    named(issuer.name),
    validity,
    named(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...subject.extensions)),
  );
  return pem(sequence(body, ecdsaWithSha256, bits(sign('sha256', body, issuer.key))));
}

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    isIP(host) === 4 ? element(0x87, Buffer.from(host.split('.').map(Number))) : element(0x82, Buffer.from(host)),
  );
  return extension('2.5.29.17', sequence(...names));
}

/** A certificate authority of this moment, whose key is thrown away, and the one certificate it issued. */
export function issueCertificates(hosts: readonly string[]): { caPem: string; server: IssuedCertificate } {
  const ca = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const server = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const issuer = { name: `WhatsApp simulator ${randomBytes(4).toString('hex')}`, key: ca.privateKey };
  const caId = keyId(ca.publicKey);
  const caPem = issue(issuer, {
    name: issuer.name,
    publicKey: ca.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(truth()), true),
      extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true),
      extension('2.5.29.14', octets(caId)),
    ],
  });
  const certificatePem = issue(issuer, {
    name: 'simulator',
    publicKey: server.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(), true),
      extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.14', octets(keyId(server.publicKey))),
      extension('2.5.29.35', sequence(element(0x80, caId))),
      alternativeNames(hosts),
    ],
  });
  const keyPem = server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { caPem, server: { certificatePem, keyPem } };
}
