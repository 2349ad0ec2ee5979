import { X509Certificate } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fixtureOf, stretched } from '../../src/simulator/media/fixtures.ts';
import { createRandom, randomHex } from '../../src/simulator/random.ts';
import { malformedStanzas } from '../../src/simulator/server/malformed.ts';
import { issueCertificates } from '../../src/simulator/tls/certificate.ts';

test('certificates are for their hosts, and vouched for by their authority alone', () => {
  const { caPem, server } = issueCertificates(['127.0.0.1', 'localhost']);
  const authority = new X509Certificate(caPem);
  const certificate = new X509Certificate(server.certificatePem);
  expect(authority.ca).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(authority.publicKey)).toBe(true);
  expect(certificate.checkIssued(authority)).toBe(true);
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkHost('example.org')).toBeUndefined();
  const other = new X509Certificate(issueCertificates(['127.0.0.1']).caPem);
  expect(certificate.verify(other.publicKey)).toBe(false);
});

describe('made-up files', () => {
  test('are what they say', () => {
    const { bytes: png } = fixtureOf('image');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const data = png.indexOf('IDAT');
    const length = png.readUInt32BE(data - 4);
    expect(inflateSync(png.subarray(data + 4, data + 4 + length))).toHaveLength(240 * (1 + 320 * 3));
    expect(fixtureOf('voice').bytes.subarray(0, 4).toString()).toBe('OggS');
    expect(fixtureOf('document').bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(fixtureOf('sticker').bytes.subarray(8, 12).toString()).toBe('WEBP');
  });

  test.each([1, 100, 64 * 1024, 200_001])('can have %d bytes', (sizeBytes) => {
    const parts = [...stretched(fixtureOf('document').bytes, sizeBytes)];
    expect(parts.reduce((sum, part) => sum + part.length, 0)).toBe(sizeBytes);
  });
});

test('the same seed gives the same world', () => {
  const ids = (seed: number | undefined) => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => randomHex(random, 18));
  };
  expect(ids(7)).toEqual(ids(7));
  expect(ids(7)).not.toEqual(ids(8));
  expect(ids(undefined)).not.toEqual(ids(undefined));
  expect([...malformedStanzas(3, 50)]).toEqual([...malformedStanzas(3, 50)]);
});
