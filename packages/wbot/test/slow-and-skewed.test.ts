import { expect, test } from 'vitest';
import { DelayLine, Timers } from '../src/simulator/delays.ts';
import { createRandom } from '../src/simulator/random.ts';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

const dayMs = 86_400_000;

test.each([-3 * dayMs, 2 * dayMs])(
  'times of messages and ticks are those of servers that are off by %d ms',
  async (skewMs) => {
    await using desk = await Desk.connected();
    await desk.control.fault({ kind: 'clock', skewMs });
    const fromMs = Date.now() + skewMs - 1_000;
    const message = await desk.receive(ana.phone, { text: 'que horas são?' });
    expect(message.sentAtMs).toBeGreaterThanOrEqual(fromMs);
    expect(message.sentAtMs).toBeLessThanOrEqual(Date.now() + skewMs);
    const id = await desk.say(jid(ana.phone), 'não sei');
    await waitFor('the delivery', () => desk.hasReceipt(id, 'delivered'));
    const shown = (await desk.control.chat(ana.phone, companyPhone)).messages.find((item) => item.id === id);
    expect(Math.abs((shown?.atMs ?? 0) - (Date.now() + skewMs))).toBeLessThan(600_000);
    await desk.restart();
    await desk.control.fault({ kind: 'clock', skewMs: 0 });
    const next = await desk.receive(ana.phone, { text: 'agora sei' });
    expect(next.sentAtMs).toBeGreaterThanOrEqual(Date.now() - 600_000);
  },
);

test('a slow answer to a question is waited for, one that is too slow is a time-out', async () => {
  await using desk = await Desk.connected({ timings: { queryTimeoutMs: 2_000 } });
  const slow = { kind: 'slow', phone: companyPhone, what: 'iq', xmlns: 'usync' } as const;
  await desk.control.fault({ ...slow, minMs: 50, maxMs: 60 });
  const startMs = performance.now();
  expect(await desk.session.checkRecipient(ana.phone)).toMatchObject({ jid: jid(ana.phone) });
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(45);
  await desk.control.fault({ ...slow, minMs: 500_000, maxMs: 500_000 });
  await expect(desk.session.checkRecipient(ana.phone)).rejects.toMatchObject({ code: 'timeout' });
});

test('slow acks and slow messages keep their order', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'slow', phone: companyPhone, what: 'ack', minMs: 80, maxMs: 120 });
  const ids = [await desk.say(jid(ana.phone), 'um'), await desk.say(jid(ana.phone), 'dois')];
  await waitFor('both acks', () => ids.every((id) => desk.hasReceipt(id, 'sent')));
  expect(desk.host.receipts.filter(({ state }) => state === 'sent').map(({ id }) => id)).toEqual(ids);

  await desk.control.fault({ kind: 'slow', phone: companyPhone, what: 'message', minMs: 50, maxMs: 150, count: 2 });
  for (const text of ['a', 'b', 'c']) await desk.control.send(ana.phone, { to: companyPhone, text });
  await waitFor('all three', () => desk.texts().includes('c'));
  expect(desk.texts().filter((text) => text && text.length === 1)).toEqual(['a', 'b', 'c']);
});

test('a slow message that its connection did not live to see comes with the backlog', async () => {
  await using desk = await Desk.connected();
  const never = 600_000;
  await desk.control.fault({ kind: 'slow', phone: companyPhone, what: 'message', minMs: never, maxMs: never });
  await desk.control.send(ana.phone, { to: companyPhone, text: 'demorada' });
  await desk.control.fault({ kind: 'drop', phone: companyPhone });
  await waitFor('the message', () => desk.texts().includes('demorada'));
});

test('jitter is the same under the same seed', () => {
  const draws = () => {
    const timers = new Timers(createRandom(5));
    return Array.from({ length: 5 }, () => timers.draw([10, 90]));
  };
  expect(draws()).toEqual(draws());
  const order: number[] = [];
  const line = new DelayLine(new Timers(createRandom(5)));
  line.next(() => order.push(1));
  expect(order).toEqual([1]);
});
