import { expect, test } from 'vitest';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

test.each([1, 2, 20_261_122])('malformed stanzas harm nobody (seed %d)', async (seed) => {
  await using desk = await Desk.connected();
  await desk.receive(ana.phone, { text: 'antes' });
  await desk.control.fault({ kind: 'malformed', phone: companyPhone, seed, amount: 300 });
  const { id } = await desk.control.send(ana.phone, { to: companyPhone, text: 'depois' });
  await waitFor('the next message', () => desk.messageWith(id), 30_000);
  expect(desk.host.sawPhase('reconnecting')).toBe(false);
  const sent = await desk.say(jid(ana.phone), 'continuamos');
  await waitFor('its tick', () => desk.hasReceipt(sent, 'delivered'));
  for (const message of desk.host.messages(desk.driver)) expect(JSON.parse(JSON.stringify(message))).toEqual(message);
  expect(desk.host.logs.filter((line) => line.includes('antes') || line.includes(ana.phone))).toEqual([]);
});
