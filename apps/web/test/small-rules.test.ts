import {
  deleteWindowMs as contractDelete,
  editWindowMs as contractEdit,
  maxTextLength as contractLength,
  ticketTabs as contractTabs,
  finalSendFailures,
  forwardInput,
  sendFailures,
  textBodySchema,
} from '@tiktickets/core/contracts';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { deleteWindowMs, editWindowMs, maxForwards } from '../src/features/messages/message-rules.ts';
import { finalFailures, knownFailure, localFailures, serverFailures } from '../src/features/messages/send-failures.ts';
import { maxTextLength, problemOf } from '../src/features/messages/text-problem.ts';
import { safeCallback } from '../src/lib/auth/safe-callback.ts';
import { elapsed } from '../src/lib/format/elapsed.ts';
import { displayName, formatPhone } from '../src/lib/format/phone.ts';
import { matchLocale } from '../src/lib/i18n/locales.ts';
import { coalesce } from '../src/lib/live/coalesce.ts';
import { createRetryDelay } from '../src/lib/live/retry-delay.ts';
import { ticketTabs } from '../src/lib/ticket-tabs.ts';
import en from '../src/messages/en.json' with { type: 'json' };
import es from '../src/messages/es.json' with { type: 'json' };
import pt from '../src/messages/pt-BR.json' with { type: 'json' };
import { initialsOf } from '../src/ui/avatar.tsx';

describe('what the console writes out instead of importing', () => {
  test('limits and tabs are those of the contract', () => {
    expect(maxTextLength).toBe(contractLength);
    expect(ticketTabs).toEqual(contractTabs);
  });
  test('failures are those of the contract, each with a sentence and a next step in every language', () => {
    expect([...serverFailures]).toEqual([...sendFailures]);
    for (const code of finalSendFailures) expect(finalFailures).toContain(code);
    for (const { messages } of [pt, en, es]) {
      for (const code of [...serverFailures, ...localFailures]) {
        expect(messages.failures[code], code).toMatch(/\.$/);
        expect(messages.nextSteps[code], code).toMatch(/\.$/);
      }
    }
    expect(knownFailure('no such code')).toBe('refused');
  });
  test('limits of changing a message are those of the contract', () => {
    expect({ editWindowMs, deleteWindowMs }).toEqual({ editWindowMs: contractEdit, deleteWindowMs: contractDelete });
    const to = (count: number) =>
      Array.from({ length: count }, () => ({ ticketId: crypto.randomUUID(), clientId: 'client-0001' }));
    expect(forwardInput.safeParse({ id: crypto.randomUUID(), to: to(maxForwards) }).success).toBe(true);
    expect(forwardInput.safeParse({ id: crypto.randomUUID(), to: to(maxForwards + 1) }).success).toBe(false);
  });
  test('the composer refuses exactly what the schema refuses', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('\u0000', 'a\ud800', '😀', 'مرحبا'),
    );
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(value.trim() !== '');
        expect(problemOf(value) === null).toBe(textBodySchema.safeParse(value).success);
      }),
    );
    expect(problemOf('a'.repeat(maxTextLength))).toBeNull();
    expect(problemOf('a'.repeat(maxTextLength + 3))).toEqual({ kind: 'too-long', over: 3 });
  });
});

describe('after signing in', () => {
  test.each(['/tickets/abc?tab=pending', '/settings/channels'])('%s is kept', (path) => {
    expect(safeCallback(path)).toBe(path);
  });
  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/login',
    '/api/x',
    '/\t/evil.example',
    undefined,
    ['/a'],
  ])('%s leads to the console', (path) => {
    expect(safeCallback(path)).toBe('/tickets');
  });
});

test('phones as people write them', () => {
  expect(formatPhone('5511981234567')).toBe('+55 11 98123-4567');
  expect(formatPhone('551133334444')).toBe('+55 11 3333-4444');
  expect(formatPhone('351912345678')).toBe('+351912345678');
  expect(displayName({ name: '5511981234567', phone: '5511981234567' }, '?')).toBe('+55 11 98123-4567');
  expect(displayName({ name: ' ', phone: null }, 'Sem nome')).toBe('Sem nome');
});

test('initials of every kind of name', () => {
  expect(['Marina Sampaio', 'ana', '+55 21 9', '🥖 Pão', 'محمد العلي'].map(initialsOf)).toEqual([
    'MS',
    'A',
    '+55',
    'P',
    'ما',
  ]);
});

test('the largest unit that still says something', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const ago = (minutes: number) => elapsed(new Date(now.getTime() - minutes * 60_000).toISOString(), now);
  expect(
    [ago(0), ago(59), ago(60), ago(60 * 47), ago(60 * 24 * 9)].map(({ unit, count }) => `${count} ${unit}`),
  ).toEqual(['0 now', '59 minutes', '1 hours', '47 hours', '9 days']);
});

test('languages by preference', () => {
  expect(matchLocale('en-US,en;q=0.9,pt;q=0.8')).toBe('en');
  expect(matchLocale('de,pt-PT;q=0.5')).toBe('pt-BR');
  for (const wanted of [
    'es',
    'es-AR',
    'es-MX,en;q=0.5',
    'es-419,es;q=0.9,en;q=0.8',
    'ca,es-ES;q=0.9,en;q=0.8',
    'ES-co',
  ]) {
    expect(matchLocale(wanted), wanted).toBe('es');
  }
  expect(matchLocale('en;q=0.8,es-CL')).toBe('es');
  expect(matchLocale('es;q=0,en')).toBe('en');
  expect(matchLocale('fr')).toBe('pt-BR');
  expect(matchLocale(null)).toBe('pt-BR');
});

test('a server that accepts and refuses at once is not hammered', () => {
  let nowMs = 0;
  const delay = createRetryDelay(
    () => nowMs,
    () => 0.5,
  );
  const waits = Array.from({ length: 8 }, () => {
    delay.opened();
    return delay.next(0);
  });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
  delay.opened();
  nowMs += 60_000;
  expect(delay.next(0)).toBe(500);
});

test('coalescing runs at once, then once per interval, and never loses the last request', () => {
  vi.useFakeTimers();
  const run = vi.fn();
  const ask = coalesce(run, 1_000);
  for (let i = 0; i < 50; i += 1) ask();
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5_000);
  expect(run).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
