import { expect, test } from 'vitest';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

test('a scanned QR code connects the channel and names its account', async () => {
  await using desk = await Desk.create();
  await desk.pair();
  expect(desk.host.phases.map(({ phase }) => phase)).toEqual(['connecting', 'qr', 'pairing', 'connected']);
  expect(desk.host.lastPhase()?.account).toMatchObject({ phone: companyPhone, name: 'Loja' });
  expect(desk.host.lastPhase()?.account?.lid).toMatch(/^\d+$/);
});

test('text flows both ways with ticks', async () => {
  await using desk = await Desk.connected();
  await desk.control.send(ana.phone, { to: companyPhone, text: 'oi' });
  await waitFor('the text', () => desk.texts().includes('oi'));
  const id = await desk.say(jid(ana.phone), 'olá, Ana');
  for (const state of ['sent', 'delivered', 'read']) {
    await waitFor(`tick ${state}`, () => desk.hasReceipt(id, state));
  }
  const chat = await desk.control.chat(ana.phone, companyPhone);
  expect(chat.messages.map(({ text, fromMe, duplicate }) => ({ text, fromMe, duplicate }))).toEqual([
    { text: 'oi', fromMe: true, duplicate: 0 },
    { text: 'olá, Ana', fromMe: false, duplicate: 0 },
  ]);
});
