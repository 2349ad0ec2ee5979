import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { reserveMessageId, SendError } from '../src/index.ts';
import type { Fault } from '../src/simulator/index.ts';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

const rounds = 24;

/** Same trouble every run. */
function troubles(desk: Desk): (() => Promise<void>)[] {
  const fault = (part: Fault) => () => desk.control.fault(part);
  const once = (port: 'journal' | 'saveKeys') => async () => {
    desk.host.interference[port] = async () => {
      delete desk.host.interference[port];
      throw new Error('database is away');
    };
  };
  return [
    fault({ kind: 'drop', phone: companyPhone }),
    once('journal'),
    fault({ kind: 'garbage', phone: companyPhone }),
    fault({ kind: 'lost-ack', phone: companyPhone }),
    once('saveKeys'),
    fault({ kind: 'stream-error', phone: companyPhone, code: 500 }),
    async () => {
      await desk.control.fault({ kind: 'upgrade-status', status: 503 });
      await desk.control.fault({ kind: 'drop', phone: companyPhone });
    },
    fault({ kind: 'restart', phone: companyPhone }),
  ];
}

/** What an outbox does: the same id until the customer has it, in order. */
async function sendUntilDelivered(desk: Desk, text: string): Promise<void> {
  const id = reserveMessageId();
  desk.host.sent.set(id, text);
  while (!desk.hasReceipt(id, 'delivered')) {
    try {
      await desk.session.send({ id, to: jid(ana.phone), content: { kind: 'text', text } });
      await waitFor('a tick', () => desk.hasReceipt(id, 'delivered') || desk.session.phase !== 'connected', 500).catch(
        () => 'sent again with the same id',
      );
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      // An outbox pauses after a failure; without any pause a dying socket would never get its turn to say so.
      await setTimeout(5);
      await waitFor('the connection', () => desk.session.phase === 'connected');
    }
  }
}

test('through every kind of trouble each message arrives once, in order, both ways', async () => {
  await using desk = await Desk.connected();
  const causes = troubles(desk);
  const numbers = Array.from({ length: rounds }, (_, index) => index);
  await Promise.all([
    (async () => {
      for (const number of numbers) await sendUntilDelivered(desk, `sai ${number}`);
    })(),
    (async () => {
      for (const number of numbers) {
        await causes[number % causes.length]?.();
        await desk.control.send(ana.phone, { to: companyPhone, text: `entra ${number}` });
        await waitFor(`message ${number}`, () => desk.texts().includes(`entra ${number}`));
      }
    })(),
  ]);
  expect(desk.texts()).toEqual(numbers.map((number) => `entra ${number}`));
  const { messages } = await desk.control.chat(ana.phone, companyPhone);
  expect(messages.filter(({ fromMe }) => !fromMe).map(({ text }) => text)).toEqual(
    numbers.map((number) => `sai ${number}`),
  );
  expect(desk.host.wipes).toBe(0);
});
