import type { MessageView } from '@tiktickets/core/contracts';
import { describe, expect, test } from 'vitest';
import type { AlbumRow } from '../src/features/messages/album-rows.ts';
import { buildRows, messagesIn } from '../src/features/messages/message-rows.ts';
import { me, media, message } from './support/views.ts';

const dayKey = (at: string) => at.slice(0, 10);
const build = (over: Partial<Parameters<typeof buildRows>[0]> = {}) =>
  buildRows({ messages: [], hasOlder: false, dayKey, unread: null, ...over });

test('days, protocols and the unread mark stand before the first message they are about', () => {
  const messages = [
    message(1),
    message(2, { sentAt: '2026-11-21T08:00:00.000Z' }),
    message(3, { sentAt: '2026-11-21T08:01:00.000Z', attendanceNumber: 2 }),
  ];
  const rows = build({ messages, unread: { beforeId: message(3).id, count: 1 } });
  expect(rows.map(({ type }) => type)).toEqual([
    'beginning',
    'day',
    'protocol',
    'message',
    'day',
    'message',
    'protocol',
    'unread',
    'message',
  ]);
});

test('while older messages are not loaded, the protocol of the first one is not announced as new', () => {
  expect(build({ messages: [message(1)], hasOlder: true }).map(({ type }) => type)).toEqual(['day', 'message']);
});

test('every key is unique and stays when older messages are put before', () => {
  const wrongClock = [message(2), message(3, { sentAt: '2009-01-01T00:00:00.000Z' }), message(4)];
  const keys = build({ messages: wrongClock, hasOlder: true }).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  const more = build({ messages: [message(1), ...wrongClock] }).map(({ key }) => key);
  expect(keys.filter((key) => !more.includes(key))).toEqual([]);
});

test('a row keeps its key when the stored message takes the place of the optimistic one', () => {
  const optimistic = message(7, { id: 'client-7', clientId: 'client-7', rev: 0, direction: 'out' });
  const stored = message(7, { clientId: 'client-7', direction: 'out' });
  expect(build({ messages: [optimistic] }).at(-1)?.key).toBe(build({ messages: [stored] }).at(-1)?.key);
});

test('one person’s messages within minutes are one group', () => {
  const author = { id: me, name: 'Ana' };
  const out = (n: number, minute: number) =>
    message(n, { direction: 'out', author, sentAt: `2026-11-20T12:${String(minute).padStart(2, '0')}:00.000Z` });
  const rows = build({
    messages: [out(1, 0), out(2, 1), out(3, 30), message(4, { sentAt: '2026-11-20T12:30:30.000Z' })],
  });
  expect(rows.flatMap((row) => (row.type === 'message' ? [row.startsGroup] : []))).toEqual([true, false, true, true]);
});

describe('an album', () => {
  const picture = (n: number, over: Partial<MessageView> = {}) =>
    message(n, { kind: 'image', body: null, albumId: 'a', media: media(n), ...over });
  const albums = (messages: MessageView[], over: Partial<Parameters<typeof buildRows>[0]> = {}) =>
    build({ messages, hasOlder: true, ...over }).filter((row): row is AlbumRow => row.type === 'album');
  const sizes = (messages: MessageView[]) => albums(messages).map((row) => row.messages.length);

  test('is one row with its pictures and films in their order, and takes in what announced it', () => {
    const notice = message(1, { kind: 'system', body: null, details: { kind: 'album', images: 2, videos: 1 } });
    const film = picture(4, { kind: 'video', media: { ...media(4), kind: 'video' } });
    const messages = [message(0), notice, picture(2), picture(3), film, message(5)];
    const rows = build({ messages, hasOlder: true });
    expect(rows.map(({ type }) => type)).toEqual(['day', 'message', 'album', 'message']);
    expect(rows.flatMap(messagesIn)).toEqual(messages);
  });

  test('is divided by words, by another album, by another sender, by the unread mark, and by nothing else', () => {
    const other = { sender: { id: me, name: 'Rui', phone: null } };
    expect(sizes([picture(1), message(2), picture(3), picture(4)])).toEqual([1, 2]);
    expect(sizes([picture(1), picture(2), picture(3, { albumId: 'b' })])).toEqual([2, 1]);
    expect(sizes([picture(1), picture(2, other)])).toEqual([1, 1]);
    expect(sizes([picture(1), picture(30)])).toEqual([2]);
    const unread = { beforeId: message(2).id, count: 1 };
    expect(albums([picture(1), picture(2)], { unread }).map((row) => row.messages.length)).toEqual([1, 1]);
  });

  test('keeps its key while pictures come late or from an older page, and no key is there twice', () => {
    const keyOf = (messages: MessageView[]) => albums(messages)[0]?.key;
    expect(keyOf([picture(2)])).toBe(keyOf([picture(2), picture(3)]));
    expect(keyOf([picture(1), picture(2)])).toBe(keyOf([picture(2)]));
    const keys = build({ messages: [picture(1), message(2), picture(3)] }).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is only made of pictures and films', () => {
    expect(sizes([message(1, { albumId: 'a' }), picture(2, { albumId: null })])).toEqual([]);
  });
});
