import { expect, test } from 'vitest';
import { readPlace } from '../src/features/messages/content/place.ts';
import { possibleWith, recipientPatienceMs, serverPatienceMs, waitOf } from '../src/features/messages/message-rules.ts';
import { message } from './support/views.ts';

const startMs = Date.parse('2026-03-01T12:00:00Z');
const ours = (change: Partial<ReturnType<typeof message>> = {}) =>
  message(1, {
    direction: 'out',
    state: 'sent',
    sentAt: new Date(startMs).toISOString(),
    stateAt: new Date(startMs).toISOString(),
    body: 'oi',
    ...change,
  });

test('what can be done with a message follows whose it is, how far it came, and the clock', () => {
  const all = { react: true, edit: true, remove: true, forward: true };
  expect(possibleWith(ours(), startMs + 60_000)).toEqual(all);
  expect(possibleWith(ours(), startMs + 16 * 60_000)).toEqual({ ...all, edit: false });
  expect(possibleWith(ours(), startMs + 61 * 3_600_000)).toEqual({ ...all, edit: false, remove: false });
  expect(possibleWith(ours({ state: 'queued' }), startMs)).toEqual({
    react: false,
    edit: false,
    remove: false,
    forward: false,
  });
  const theirs = ours({ direction: 'in', state: null });
  expect(possibleWith(theirs, startMs)).toEqual({ ...all, edit: false, remove: false });
  const none = { react: false, edit: false, remove: false, forward: false };
  expect(possibleWith(ours({ deletedAt: theirs.sentAt }), startMs)).toEqual(none);
  expect(possibleWith(ours({ kind: 'call', direction: 'in' }), startMs)).toEqual(none);
  expect(possibleWith(ours({ kind: 'poll' }), startMs)).toMatchObject({ forward: false, edit: false, react: true });
});

test('a missing tick becomes a word in time, and not before', () => {
  const queued = ours({ state: 'queued', rev: 1 });
  expect(waitOf(queued, startMs + serverPatienceMs - 1)).toEqual({ wait: null, againInMs: 1 });
  expect(waitOf(queued, startMs + serverPatienceMs)).toEqual({ wait: 'server', againInMs: null });
  expect(waitOf({ ...queued, state: 'sending' }, startMs + serverPatienceMs).wait).toBe('server');
  expect(waitOf({ ...queued, rev: 0 }, startMs + serverPatienceMs).wait).toBe('browser');
  expect(waitOf(ours(), startMs + recipientPatienceMs - 5)).toEqual({ wait: null, againInMs: 5 });
  expect(waitOf(ours(), startMs + recipientPatienceMs)).toEqual({ wait: 'recipient', againInMs: null });
  for (const state of ['delivered', 'read', 'failed', null] as const)
    expect(waitOf(ours({ state }), startMs + 3_600_000)).toEqual({ wait: null, againInMs: null });
});

test('a message held for the number says so until the hold ends, then waits like any other', () => {
  const held = ours({
    state: 'queued',
    hold: { reason: 'new_chats', until: new Date(startMs + 60_000).toISOString() },
  });
  expect(waitOf(held, startMs)).toEqual({ wait: 'hold', againInMs: 60_000 });
  expect(waitOf(held, startMs + 60_001).wait).toBeNull();
  expect(waitOf(held, startMs + 60_000 + serverPatienceMs).wait).toBe('server');
});

test.each([
  ['-23.5617, -46.6560', { latitude: -23.5617, longitude: -46.656 }],
  ['-23.5617;-46.6560', { latitude: -23.5617, longitude: -46.656 }],
  ['https://www.google.com/maps/@-23.5617,-46.656,17z', { latitude: -23.5617, longitude: -46.656 }],
  ['https://maps.google.com/?q=-23.5617%2C-46.656', { latitude: -23.5617, longitude: -46.656 }],
  ['Av. Paulista, 1000', null],
  ['95.0, 10.0', null],
  ['https://x.example/%E0%A4%A', null],
  ['', null],
])('%s is a place or none', (text, place) => {
  expect(readPlace(text)).toEqual(place);
});
