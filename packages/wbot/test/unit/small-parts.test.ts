import { expect, test } from 'vitest';
import { type AuthStore, FencedError, type SessionSink } from '../../src/index.ts';
import { BoundedCache } from '../../src/whatsapp/bounded-cache.ts';
import { describeError, libraryLogger, maskDigits } from '../../src/whatsapp/library-logger.ts';
import { guardPorts } from '../../src/whatsapp/port-guard.ts';
import { reportEnd } from '../../src/whatsapp/socket-error.ts';
import { MemoryHost } from '../support/memory-host.ts';

test('a cache forgets the oldest and the old', () => {
  const cache = new BoundedCache({ entries: 2, ttlMs: 60_000 });
  cache.set('a', 1);
  cache.set('b', 2);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 2, 3]);
  cache.del('b');
  expect(cache.get('b')).toBeUndefined();
  cache.flushAll();
  expect(cache.get('c')).toBeUndefined();
  const expired = new BoundedCache({ entries: 2, ttlMs: 0 });
  expired.set('a', 1);
  expect(expired.get('a')).toBeUndefined();
});

test('numbers are masked and foreign objects never logged', () => {
  expect(maskDigits('to 5511988880001@s.whatsapp.net')).toBe('to …01@s.whatsapp.net');
  expect(describeError(new Error('no session for 5511988880001'))).toBe('Error: no session for …01');
  const lines: string[] = [];
  const log = (fields: object, message: string) => void lines.push(message + JSON.stringify(fields));
  const logger = libraryLogger({ debug: log, info: log, warn: log, error: log }).child({ class: 'x' });
  logger.error({ error: new Error('boom'), node: 'segredo 5511988880001' }, 'failed');
  logger.warn('plain 5511988880001');
  logger.info({ secret: 1 }, 'never');
  expect(lines).toEqual(['failed{"error":"Error: boom"}', 'plain …01{"error":null}']);
});

test('the status code is read from any error of the right shape', () => {
  expect(reportEnd(Object.assign(new Error('gone'), { output: { statusCode: 428 } }))).toEqual({
    code: 428,
    network: null,
    message: 'gone',
  });
  expect(reportEnd(undefined)).toEqual({ code: null, network: null, message: '' });
});

function ports(): { auth: AuthStore; sink: SessionSink; host: MemoryHost } {
  const host = new MemoryHost();
  const { auth, sink } = host.ports;
  return { auth, sink, host };
}

test('after the end no port is called, and journal says so', async () => {
  const { auth, sink, host } = ports();
  const guard = guardPorts({ auth, sink, logger: host.ports.logger }, () => undefined);
  await guard.close();
  await guard.sink.phase({ phase: 'connected', qr: null, account: null, reason: null });
  const entry = { remoteChat: 'c', remoteId: 'i', fromMe: false, envelope: {}, content: new Uint8Array() };
  await expect(guard.sink.journal(entry)).rejects.toThrow('closed');
  await expect(guard.auth.saveKeys([])).rejects.toThrow('closed');
  expect([host.phases, host.journaled]).toEqual([[], []]);
});

test('the end waits for calls in flight', async () => {
  const { auth, sink, host } = ports();
  const slow = Promise.withResolvers<void>();
  host.interference.journal = () => slow.promise;
  const guard = guardPorts({ auth, sink, logger: host.ports.logger }, () => undefined);
  const entry = { remoteChat: 'c', remoteId: 'i', fromMe: false, envelope: {}, content: new Uint8Array() };
  const order: string[] = [];
  const journal = guard.sink.journal(entry).then(() => order.push('journal'));
  const close = guard.close().then(() => order.push('closed'));
  slow.resolve();
  await Promise.all([journal, close]);
  expect(order).toEqual(['journal', 'closed']);
});

test('the loss of ownership is reported once', async () => {
  const { auth, sink, host } = ports();
  host.interference.saveKeys = async () => {
    throw new FencedError();
  };
  let fenced = 0;
  const guard = guardPorts({ auth, sink, logger: host.ports.logger }, () => {
    fenced += 1;
  });
  await expect(guard.auth.saveKeys([])).rejects.toThrow(FencedError);
  await expect(guard.auth.saveKeys([])).rejects.toThrow(FencedError);
  expect(fenced).toBe(1);
});
