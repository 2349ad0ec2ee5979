import { proto } from 'baileys';
import { expect, test } from 'vitest';
import { createWhatsAppDriver } from '../../src/index.ts';

const { decode } = createWhatsAppDriver();
const rounds = 2_000;

/** A small generator of pseudo-random numbers, so that a failure can be repeated. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const context = { stanzaId: 'Q', participant: '1@lid', quotedMessage: { conversation: 'x' }, mentionedJid: ['1@lid'] };
const seeds: proto.IMessage[] = [
  { conversation: 'texto' },
  { extendedTextMessage: { text: 'x', matchedText: 'https://x.example', contextInfo: context } },
  { imageMessage: { mediaKey: Buffer.alloc(32), directPath: '/v/x', caption: 'c', width: 4, contextInfo: context } },
  { audioMessage: { ptt: true, waveform: Buffer.alloc(64), mediaKey: Buffer.alloc(32), directPath: '/v/x' } },
  { viewOnceMessage: { message: { ephemeralMessage: { message: { videoMessage: { gifPlayback: true } } } } } },
  { documentWithCaptionMessage: { message: { documentMessage: { fileName: 'x', title: 'y' } } } },
  { locationMessage: { degreesLatitude: 1, degreesLongitude: 2 } },
  { contactsArrayMessage: { contacts: [{ displayName: 'x', vcard: 'TEL:1' }] } },
  { pollCreationMessage: { name: 'p', options: [{ optionName: 'a' }] } },
  { listMessage: { sections: [{ rows: [{ title: 'r' }] }] } },
  { templateMessage: { hydratedTemplate: { hydratedButtons: [{ urlButton: { displayText: 'u', url: 'x' } }] } } },
  { protocolMessage: { type: 14, key: { id: 'x' }, editedMessage: { conversation: 'y' } } },
  { deviceSentMessage: { destinationJid: 'x', message: { reactionMessage: { key: { id: 'x' }, text: 'y' } } } },
];

function damaged(bytes: Uint8Array, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const flips = Math.floor(random() * 4);
  for (let flip = 0; flip < flips; flip += 1) copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  return random() < 0.5 ? copy.subarray(0, Math.floor(random() * copy.length)) : copy;
}

function noise(random: () => number): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(random() * 300) }, () => Math.floor(random() * 256)));
}

test.each([1, 20_261_122])('whatever a sender writes has a kind or shows nothing (seed %d)', (seed) => {
  const random = mulberry(seed);
  const encoded = seeds.map((message) => proto.Message.encode(message).finish());
  const kinds = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const original = encoded[Math.floor(random() * encoded.length)] ?? new Uint8Array();
    const content = random() < 0.3 ? noise(random) : damaged(original, random);
    const envelope = { from: '1@lid', t: random() < 0.1 ? 'x' : '1700000000' };
    const message = decode({ remoteChat: '1@lid', remoteId: 'X', fromMe: false, envelope, content });
    if (!message) continue;
    kinds.add(message.kind);
    expect(JSON.parse(JSON.stringify(message))).toEqual(message);
    expect(Number.isFinite(message.sentAtMs)).toBe(true);
  }
  expect(kinds.size).toBeGreaterThan(5);
});

test('nesting without end is cut', () => {
  let message: proto.IMessage = { conversation: 'no fundo' };
  for (let depth = 0; depth < 60; depth += 1) message = { ephemeralMessage: { message } };
  const content = proto.Message.encode(message).finish();
  const decoded = decode({ remoteChat: '1@lid', remoteId: 'X', fromMe: false, envelope: { from: '1@lid' }, content });
  expect(decoded?.kind).toBe('unsupported');
});
