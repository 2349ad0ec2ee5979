import { expect, test } from 'vitest';
import { type InboundMessage, MediaError, type MediaKind, type MediaReference, SendError } from '../src/index.ts';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { bigFile, digest, media } from './support/files.ts';
import { watchBuffers } from './support/live-memory.ts';
import { waitFor } from './support/wait-for.ts';

const kinds: MediaKind[] = ['image', 'video', 'gif', 'audio', 'voice', 'document', 'sticker'];
const twentyMegabytes = 20 * 1024 * 1024;
/** Buffers of streams and TLS, here and in the simulator, which lives in this process too; a file held whole is more, and twice. */
const growthLimitBytes = 16 * 1024 * 1024;

function referenceOf(message: InboundMessage): MediaReference {
  if (!message.media) throw new Error('no file');
  return message.media;
}

function fetchFile(desk: Desk, message: InboundMessage, changes: Partial<MediaReference> = {}) {
  const { remoteChat, remoteId, fromMe } = message;
  const key = { remoteChat, remoteId, fromMe, participant: null };
  return desk.session.downloadMedia({ ...referenceOf(message), ...changes }, key, AbortSignal.timeout(20_000));
}

/** The trouble of a file, whether it shows at once or while reading. */
async function troubleOf(desk: Desk, message: InboundMessage, changes: Partial<MediaReference> = {}) {
  try {
    await digest(await fetchFile(desk, message, changes));
  } catch (error) {
    if (error instanceof MediaError) return [error.code, error.retryable];
    throw error;
  }
  return null;
}

test('files of every kind come in with their marks, whole', async () => {
  await using desk = await Desk.connected();
  for (const kind of kinds) {
    const message = await desk.receive(ana.phone, { kind, text: kind });
    const reference = referenceOf(message);
    expect(reference).toMatchObject({ kind, isGif: kind === 'gif' });
    expect(message.kind).toBe(kind === 'gif' ? 'video' : kind);
    expect(await digest(await fetchFile(desk, message))).toEqual({
      sizeBytes: reference.sizeBytes,
      sha256: reference.sha256,
    });
  }
});

test('files of every kind go out, and the phone can read them', async () => {
  await using desk = await Desk.connected();
  const waveform = Buffer.alloc(64, 50).toString('base64');
  for (const kind of kinds) {
    const content = media(kind, { caption: `legenda ${kind}`, seconds: 4, waveform, fileName: 'nota.pdf' });
    const id = await desk.send(jid(ana.phone), content);
    const shown = await waitFor(`the ${kind}`, async () => {
      const { messages } = await desk.control.chat(ana.phone, companyPhone);
      return messages.find((message) => message.id === id && message.file?.state !== 'fetching');
    });
    expect(shown).toMatchObject({ kind, file: { kind, state: 'ok', sizeBytes: content.sizeBytes } });
    const hasCaption = ['image', 'video', 'gif', 'document'].includes(kind);
    expect(shown.text).toBe(hasCaption ? `legenda ${kind}` : '');
    await waitFor('its read tick', () => desk.hasReceipt(id, 'read'));
  }
});

test('twenty megabytes go out and come in without being held in memory', async () => {
  await using desk = await Desk.connected();
  const file = bigFile(twentyMegabytes);
  const buffers = watchBuffers();
  const sent: number[] = [];
  const content = media('document', { open: file.open, sizeBytes: twentyMegabytes, fileName: 'grande.bin' });
  await desk.session.send({
    id: '3EB0B16F11E',
    to: jid(ana.phone),
    content,
    progress(bytes) {
      sent.push(bytes);
      buffers.look();
    },
  });
  expect(sent.at(-1)).toBe(twentyMegabytes);
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  const shown = await waitFor('the file', async () => {
    buffers.look();
    const { messages } = await desk.control.chat(ana.phone, companyPhone);
    return messages[0]?.file?.state !== 'fetching' && messages[0]?.file;
  });
  expect(shown).toMatchObject({ state: 'ok', sizeBytes: twentyMegabytes, sha256: file.sha256 });
  const message = await desk.receive(ana.phone, { kind: 'document', file: { sizeBytes: twentyMegabytes } });
  const stream = await fetchFile(desk, message);
  stream.on('data', buffers.look);
  expect(await digest(stream)).toEqual({ sizeBytes: twentyMegabytes, sha256: referenceOf(message).sha256 });
  expect(buffers.growthBytes()).toBeLessThan(growthLimitBytes);
});

test('what is not what was promised is corrupt', async () => {
  await using desk = await Desk.connected();
  const otherHash = Buffer.alloc(32, 1).toString('base64');
  const lied = await desk.receive(ana.phone, { kind: 'image', file: { claims: { sha256: otherHash } } });
  expect(await troubleOf(desk, lied)).toEqual(['corrupt', false]);
  const damaged = await desk.receive(ana.phone, { kind: 'document', file: { sizeBytes: 300_000 } });
  await desk.control.fault({ kind: 'damage-file', phone: ana.phone, id: damaged.remoteId });
  expect(await troubleOf(desk, damaged)).toEqual(['corrupt', false]);
  const wrongKey = Buffer.alloc(32, 2).toString('base64');
  const fine = await desk.receive(ana.phone, { kind: 'image' });
  expect(await troubleOf(desk, fine, { mediaKey: wrongKey })).toEqual(['corrupt', false]);
  expect(await troubleOf(desk, fine)).toBeNull();
});

test('a path leads to the media host or nowhere', async () => {
  await using desk = await Desk.connected();
  const hostile = await desk.receive(ana.phone, { kind: 'image', file: { claims: { directPath: '.evil.example/x' } } });
  expect(hostile).toMatchObject({ kind: 'image', media: null });
  const fine = await desk.receive(ana.phone, { kind: 'image' });
  for (const directPath of ['http://127.0.0.1/', '.evil.example/x', '//evil.example/x', '@evil.example/', '']) {
    expect(await troubleOf(desk, fine, { directPath })).toEqual(['bad_reference', false]);
  }
  expect(await troubleOf(desk, fine, { mediaKey: 'c2hvcnQ=' })).toEqual(['bad_reference', false]);
});

test('a file that the host no longer has is asked for again, once', async () => {
  await using desk = await Desk.connected();
  for (const status of [403, 404, 410] as const) {
    const message = await desk.receive(ana.phone, { kind: 'image' });
    await desk.control.fault({ kind: 'expire-file', phone: ana.phone, id: message.remoteId, status });
    const { sha256 } = await digest(await fetchFile(desk, message));
    expect(sha256).toBe(referenceOf(message).sha256);
  }
  const lost = await desk.receive(ana.phone, { kind: 'image' });
  await desk.control.fault({ kind: 'expire-file', phone: ana.phone, id: lost.remoteId, gone: true });
  expect(await troubleOf(desk, lost)).toEqual(['expired', false]);
  const expired = await desk.receive(ana.phone, { kind: 'image' });
  await desk.control.fault({ kind: 'expire-file', phone: ana.phone, id: expired.remoteId });
  await desk.session.stop();
  expect(await troubleOf(desk, expired)).toEqual(['unavailable', true]);
});

test('a file above the limit is refused, whatever its message says', async () => {
  await using desk = await Desk.connected({ mediaLimitBytes: 100_000 });
  const honest = await desk.receive(ana.phone, { kind: 'document', file: { sizeBytes: 100_001 } });
  expect(await troubleOf(desk, honest)).toEqual(['too_large', false]);
  const liar = await desk.receive(ana.phone, {
    kind: 'document',
    file: { sizeBytes: 500_000, claims: { sizeBytes: 10 } },
  });
  expect(await troubleOf(desk, liar)).toEqual(['too_large', false]);
  const fitting = await desk.receive(ana.phone, { kind: 'document', file: { sizeBytes: 100_000 } });
  expect(await troubleOf(desk, fitting)).toBeNull();
});

test('trouble of the media host may pass', async () => {
  await using desk = await Desk.connected();
  const message = await desk.receive(ana.phone, { kind: 'image' });
  await desk.control.fault({ kind: 'media-status', status: 503 });
  expect(await troubleOf(desk, message)).toEqual(['unavailable', true]);
  expect(await troubleOf(desk, message)).toBeNull();
});

async function refusalOf(work: Promise<unknown>): Promise<[string, string]> {
  const error: unknown = await work.catch((failure: unknown) => failure);
  if (error instanceof SendError) return [error.scope, error.code];
  throw new Error(`expected a SendError, got ${String(error)}`);
}

test('a send that cannot be whole is not sent at all', async () => {
  await using desk = await Desk.connected();
  const to = jid(ana.phone);
  expect(await refusalOf(desk.send(to, media('image', { sizeBytes: 3 })))).toEqual(['permanent', 'media_changed']);
  expect(await refusalOf(desk.send(to, media('image', { sizeBytes: 9_999 })))).toEqual(['permanent', 'media_changed']);
  const unreadable = media('image', { open: () => Promise.reject(new Error('disk')) });
  expect(await refusalOf(desk.send(to, unreadable))).toEqual(['row', 'file_unreadable']);
  await desk.control.fault({ kind: 'media-status', status: 503, count: 2 });
  expect(await refusalOf(desk.send(to, media('image')))).toEqual(['row', 'upload_failed']);
  const cancel = new AbortController();
  const file = bigFile(twentyMegabytes);
  const content = media('document', { open: file.open, sizeBytes: twentyMegabytes });
  const cancelled = desk.session.send({
    id: '3EB0CA7CE1',
    to,
    content,
    signal: cancel.signal,
    progress: () => cancel.abort(),
  });
  expect(await refusalOf(cancelled)).toEqual(['permanent', 'cancelled']);
  expect((await desk.control.chat(ana.phone, companyPhone)).messages).toEqual([]);
  const id = await desk.send(to, media('image'));
  await waitFor('a good one', () => desk.hasReceipt(id, 'delivered'));
});

test('a repeated send uploads nothing again', async () => {
  await using desk = await Desk.connected();
  let reads = 0;
  const plain = media('image');
  const content = media('image', {
    open: () => {
      reads += 1;
      return plain.open();
    },
  });
  await desk.control.fault({ kind: 'lost-ack', phone: companyPhone });
  const message = { id: '3EB0AGA1N', to: jid(ana.phone), content };
  await desk.session.send(message);
  await waitFor('its delivery', () => desk.hasReceipt(message.id, 'delivered'));
  await desk.session.send(message);
  await waitFor('the ack', () => desk.hasReceipt(message.id, 'sent'));
  expect(reads).toBe(1);
  const { messages } = await desk.control.chat(ana.phone, companyPhone);
  expect(messages.map(({ kind, file }) => [kind, file?.state])).toEqual([['image', 'ok']]);
});
