import { maxMediaBytes as contractBytes, uploadInput } from '@tiktickets/core/contracts';
import { kindOfFile as coreKind } from '@tiktickets/core/media';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { attachments, nothingAttached } from '../src/features/messages/attachment-store.ts';
import { attach, describe as caption, detach } from '../src/features/messages/attachments.ts';
import { smallSource, soundSource } from '../src/features/messages/content/media-source.ts';
import {
  describeFile,
  kindOfFile,
  maxFilesAtOnce,
  maxMediaBytes,
  problemOfFile,
} from '../src/features/messages/file-rules.ts';
import { withOutbox } from '../src/features/messages/message-rows.ts';
import { outgoingOf } from '../src/features/messages/outgoing.ts';
import { canBeQuoted, quoteOf } from '../src/features/messages/replies.ts';
import { Outbox, type OutboxEntry, type SendOutcome } from '../src/lib/live/outbox.ts';
import { outcomeOf, type UploadAnswer } from '../src/lib/live/upload-answer.ts';
import { Uploads } from '../src/lib/live/uploads.ts';
import { message } from './support/views.ts';

const ticketId = '00000000-0000-4000-8000-000000000009';
const fileEntry = (n: number): Omit<OutboxEntry, 'createdAt' | 'failure'> => ({
  clientId: `client-${n}`,
  ticketId,
  body: `legenda ${n}`,
  file: { name: `${n}.pdf`, mimetype: 'application/pdf', sizeBytes: 9, kind: 'document', mediaId: null },
});

describe('what the composer knows of files is what the server knows', () => {
  test('limits and kinds', () => {
    expect(maxMediaBytes).toEqual(contractBytes);
    const type = fc.oneof(
      fc.constantFrom('image/jpeg', 'image/png', 'image/webp', 'video/mp4', 'audio/ogg; codecs=opus', 'AUDIO/MPEG', ''),
      fc.string(),
    );
    fc.assert(
      fc.property(type, (value) => {
        expect(kindOfFile(value)).toBe(coreKind(value));
      }),
    );
  });
  test('whatever the system says of a file, the upload may be asked for', () => {
    const named = fc.record({ name: fc.string({ unit: 'binary', maxLength: 400 }), type: fc.string() });
    fc.assert(
      fc.property(named, (file) => {
        const { name, mimetype } = describeFile(file);
        expect(uploadInput.safeParse({ ticketId, fileName: name, mimetype }).success).toBe(true);
      }),
    );
    expect(describeFile({ name: `${'a'.repeat(300)}.pdf`, type: 'application/pdf' }).name).toMatch(/^a{236}\.pdf$/);
  });
  test('too large and empty', () => {
    expect(problemOfFile({ type: 'image/png', size: 16 * 2 ** 20 })).toBeNull();
    expect(problemOfFile({ type: 'image/png', size: 16 * 2 ** 20 + 1 })).toEqual({
      kind: 'too-large',
      maxBytes: 16 * 2 ** 20,
    });
    expect(problemOfFile({ type: '', size: 0 })).toEqual({ kind: 'empty' });
  });
});

test('chosen files stay with their ticket, keep their order, and are bounded', () => {
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: () => {} }));
  const files = Array.from(
    { length: maxFilesAtOnce + 2 },
    (_, n) => new File(['x'], `${n}.png`, { type: 'image/png' }),
  );
  expect(attach(ticketId, files)).toBe(2);
  const names = () => attachments.get(ticketId).map(({ name }) => name);
  expect(names().slice(0, 3)).toEqual(['0.png', '1.png', '2.png']);
  detach(ticketId, attachments.get(ticketId)[1]?.key ?? '');
  caption(ticketId, attachments.get(ticketId)[0]?.key ?? '', 'oi');
  expect(names().slice(0, 2)).toEqual(['0.png', '2.png']);
  expect(attachments.get(ticketId)[0]?.caption).toBe('oi');
  expect(attachments.get('another')).toEqual([]);
  attachments.set(ticketId, nothingAttached);
  expect(names()).toEqual([]);
});

describe('a text and files as messages', () => {
  const pdf = { kind: 'document' as const, caption: '' };
  const song = { kind: 'audio' as const, caption: '' };
  test('the text is the caption of the first file that takes one', () => {
    const second = { ...pdf, caption: ' dois ' };
    expect(outgoingOf('um\n', [song, pdf, second])).toEqual([
      { file: song, body: '' },
      { file: pdf, body: 'um' },
      { file: second, body: ' dois' },
    ]);
  });
  test('else a message before them', () => {
    expect(outgoingOf('ouça', [song])).toEqual([
      { file: null, body: 'ouça' },
      { file: song, body: '' },
    ]);
    expect(outgoingOf(' só texto', [])).toEqual([{ file: null, body: ' só texto' }]);
    expect(outgoingOf('  ', [pdf])).toEqual([{ file: pdf, body: '' }]);
  });
});

describe('uploads', () => {
  const query = { ticketId, name: 'a b.pdf', mimetype: 'application/pdf' };
  const answering = (answer: UploadAnswer | null) => new Uploads({ request: async () => outcomeOf(answer) });
  const error = (code: string, field: string | null, details = {}) => ({ error: { code, field, details } });
  test.each<[UploadAnswer | null, object]>([
    [
      { status: 200, body: { id: 'm1' } },
      { kind: 'stored', mediaId: 'm1' },
    ],
    [null, { kind: 'later' }],
    [{ status: 503, body: null }, { kind: 'later' }],
    [{ status: 401, body: error('unauthenticated', null) }, { kind: 'later' }],
    [
      { status: 409, body: error('conflict', null) },
      { kind: 'refused', failure: 'forbidden' },
    ],
    [
      { status: 400, body: error('invalid-input', 'file', { maxBytes: 5 }) },
      { kind: 'refused', failure: 'file_too_large' },
    ],
    [
      { status: 400, body: error('invalid-input', 'file') },
      { kind: 'refused', failure: 'file_empty' },
    ],
    [
      { status: 400, body: error('invalid-input', 'mimetype') },
      { kind: 'refused', failure: 'file_refused' },
    ],
    [
      { status: 200, body: '<html>' },
      { kind: 'refused', failure: 'file_refused' },
    ],
  ])('%j', async (answer, outcome) => {
    const uploads = answering(answer);
    uploads.keep('c', new Blob(['x']), null);
    expect(await uploads.run('c', query)).toEqual(outcome);
  });

  test('say how far they are, and can be called off', async () => {
    const seen: (number | null | undefined)[] = [];
    const uploads = new Uploads({
      request: async ({ url, signal, onProgress }) => {
        expect(url).toBe(`/api/media?ticketId=${ticketId}&fileName=a+b.pdf&mimetype=application%2Fpdf`);
        onProgress(0.5);
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(outcomeOf(null))));
      },
    });
    uploads.subscribe(() => void seen.push(uploads.get('c')?.progress));
    uploads.keep('c', new Blob(['x']), null);
    const outcome = uploads.run('c', query);
    expect(uploads.get('c')?.progress).toBe(0.5);
    uploads.release('c');
    expect(await outcome).toEqual({ kind: 'refused', failure: 'cancelled' });
    expect(uploads.get('c')).toBeNull();
    expect(seen.slice(0, 2)).toEqual([0, 0.5]);
  });

  test('a file that was chosen before a reload is not there any more', async () => {
    expect(await answering(null).run('c', query)).toEqual({ kind: 'refused', failure: 'file_lost' });
  });
});

describe('files in the outbox', () => {
  test('keep their order, and an uploaded one is not uploaded again', async () => {
    const uploadsAsked: string[] = [];
    const sent: string[] = [];
    let tries = 0;
    const outbox: Outbox = new Outbox({
      load: () => [],
      save: () => {},
      retryMs: 1,
      async send({ clientId, file, body }): Promise<SendOutcome> {
        if (file && file.mediaId === null) {
          uploadsAsked.push(clientId);
          await new Promise((resolve) => setTimeout(resolve, clientId === 'client-1' ? 10 : 1));
          outbox.uploaded(clientId, `media of ${clientId}`);
        }
        tries += 1;
        // The upload worked, the message did not arrive: only the message is tried again.
        if (tries === 1) return { kind: 'later' };
        sent.push(body);
        return { kind: 'sent' };
      },
    });
    outbox.add(fileEntry(1));
    outbox.add(fileEntry(2));
    outbox.add({ clientId: 'client-3', ticketId, body: 'depois' });
    await vi.waitFor(() => expect(outbox.of(ticketId)).toHaveLength(0));
    expect(uploadsAsked).toEqual(['client-1', 'client-2']);
    expect(sent).toEqual(['legenda 1', 'legenda 2', 'depois']);
  });

  test('calling one off lets the next go', async () => {
    const sent: string[] = [];
    let cancel = () => {};
    const outbox: Outbox = new Outbox({
      load: () => [],
      save: () => {},
      send: ({ clientId, body }) => {
        if (clientId !== 'client-1') {
          sent.push(body);
          return Promise.resolve({ kind: 'sent' });
        }
        return new Promise((resolve) => {
          cancel = () => resolve({ kind: 'refused', failure: 'cancelled' });
        });
      },
    });
    outbox.add(fileEntry(1));
    outbox.add(fileEntry(2));
    outbox.discard('client-1');
    cancel();
    await vi.waitFor(() => expect(outbox.of(ticketId)).toHaveLength(0));
    expect(sent).toEqual(['legenda 2']);
  });

  test('are shown as what they are, with what they answer', () => {
    const quoted = { messageId: 'q', kind: 'text' as const, preview: 'oi', isOurs: false, author: null };
    const entry: OutboxEntry = {
      ...fileEntry(1),
      body: '',
      createdAt: '2026-11-20T12:00:00.000Z',
      failure: null,
      quoted,
    };
    const [shown] = withOutbox([], [entry], { id: 'u', name: 'Ana' });
    expect(shown).toMatchObject({ kind: 'document', body: null, rev: 0, quoted });
    expect(shown?.media).toMatchObject({ id: 'client-1', fileName: '1.pdf', state: 'due' });
  });
});

test('what can be answered, and how the answer shows it', () => {
  expect(canBeQuoted(message(1))).toBe(true);
  expect(canBeQuoted(message(1, { rev: 0 }))).toBe(false);
  expect(canBeQuoted(message(1, { deletedAt: '2026-11-20T12:00:00.000Z' }))).toBe(false);
  expect(canBeQuoted(message(1, { kind: 'call' }))).toBe(false);
  expect(quoteOf(message(1, { direction: 'out', body: 'a'.repeat(300) }))).toEqual({
    messageId: message(1).id,
    kind: 'text',
    preview: 'a'.repeat(200),
    isOurs: true,
    author: null,
  });
});

test('a recording says what it is, a full server is not waited for, a program is not tried again', async () => {
  const urls: string[] = [];
  const uploads = new Uploads({
    request: async ({ url }) => {
      urls.push(url);
      return { kind: 'later' };
    },
  });
  uploads.keep('a', new Blob(['x']), null);
  await uploads.run('a', { ticketId, name: 'audio.webm', mimetype: 'audio/webm', isRecording: true });
  await uploads.run('a', { ticketId, name: 'a.pdf', mimetype: 'application/pdf', isRecording: false });
  expect(urls.map((url) => new URL(url, 'http://x').searchParams.get('recording'))).toEqual(['1', null]);
  const body = (error: object) => ({ error });
  const full = body({ code: 'unavailable', field: null, details: { reason: 'storage_full' } });
  expect(outcomeOf({ status: 503, body: full })).toEqual({ kind: 'refused', failure: 'no_room' });
  const away = body({ code: 'unavailable', field: null, details: { reason: 'storage_away' } });
  expect(outcomeOf({ status: 503, body: away })).toEqual({ kind: 'later' });
  const program = body({ code: 'invalid-input', field: 'fileName', details: {} });
  expect(outcomeOf({ status: 400, body: program })).toEqual({ kind: 'refused', failure: 'file_forbidden' });
});

test('a browser gets the sound that it plays, and small pictures where there are some', () => {
  const voice = { id: 'a', mimetype: 'audio/ogg', hasPlayable: true };
  const asked: string[] = [];
  const plays = (isPlayed: boolean) => (mimetype: string) => {
    asked.push(mimetype);
    return isPlayed;
  };
  expect(soundSource(voice, plays(true))).toBe('/api/media/a');
  expect(soundSource(voice, plays(false))).toBe('/api/media/a?rendition=playable');
  expect(soundSource({ ...voice, hasPlayable: false }, plays(false))).toBe('/api/media/a');
  expect(new Set(asked)).toEqual(new Set(['audio/ogg; codecs=opus']));
  expect(smallSource({ id: 'a', hasThumbnail: true })).toBe('/api/media/a?rendition=thumbnail');
  expect(smallSource({ id: 'a', hasThumbnail: false })).toBe('/api/media/a');
});
