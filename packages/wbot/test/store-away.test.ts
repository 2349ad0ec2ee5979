import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { reserveMessageId, SendError } from '../src/index.ts';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

const ports = ['loadKeys', 'saveKeys', 'journal', 'saveCredentials'] as const;

test('a store that goes away in the middle of anything ends sockets, never the process, and loses nothing', async () => {
  await using desk = await Desk.connected();
  const texts: string[] = [];
  let answers = 0;
  for (let round = 0; round < 12; round += 1) {
    for (let n = 0; n < 4; n += 1) {
      texts.push(`${round} ${n}`);
      await desk.control.send(ana.phone, { to: companyPhone, text: `${round} ${n}`, addressing: n % 2 ? 'lid' : 'pn' });
    }
    if (round % 3 === 2) await desk.control.fault({ kind: 'drop', phone: companyPhone });
    // The next so many calls work, all others fail: each round breaks at another step.
    let left = round;
    for (const port of ports) {
      desk.host.interference[port] = async () => {
        left -= 1;
        await setTimeout(1);
        if (left < 0) throw new Error('database is away');
      };
    }
    const id = reserveMessageId();
    desk.host.sent.set(id, `resposta ${round}`);
    await desk.session.send({ id, to: jid(ana.phone), content: { kind: 'text', text: `resposta ${round}` } }).then(
      () => (answers += 1),
      (error: unknown) => expect(error).toBeInstanceOf(SendError),
    );
    await waitFor('something to fail', () => left < 0 || desk.texts().length === texts.length);
    desk.host.interference = {};
    await waitFor('the connection', () => desk.session.phase === 'connected');
    await waitFor('everything', () => desk.texts().length === texts.length);
  }
  expect(desk.texts()).toEqual(texts);
  await waitFor('the answers', async () => {
    const { messages } = await desk.control.chat(ana.phone, companyPhone);
    return messages.filter(({ fromMe }) => !fromMe).length >= answers;
  });
  expect(desk.host.wipes).toBe(0);
});
