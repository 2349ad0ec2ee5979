import { expect, test } from 'vitest';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

async function deviceWith(desk: Desk, phone: string, id: string) {
  const devices = await desk.control.devices(phone);
  return devices.flatMap((device) => device.messages.filter((message) => message.id === id)).length === devices.length;
}

async function ledgerOf(desk: Desk, id: string) {
  const { receipts } = await desk.control.ledger(companyPhone);
  return receipts.filter((receipt) => receipt.id === id);
}

test('a message reaches every device of a contact once, each confirms it, and it shows as delivered', async () => {
  await using desk = await Desk.connected();
  await desk.control.setReads(ana.phone, 'manual');
  for (const id of [1, 2]) expect(await desk.control.addDevice(ana.phone)).toMatchObject({ id });
  const id = await desk.say(jid(ana.phone), 'para todos');
  await waitFor('three deliveries', async () => (await ledgerOf(desk, id)).length === 3);
  expect((await ledgerOf(desk, id)).map(({ device, state }) => [device, state]).toSorted()).toEqual([
    [0, 'delivered'],
    [1, 'delivered'],
    [2, 'delivered'],
  ]);
  for (const device of await desk.control.devices(ana.phone)) {
    expect(device.messages).toEqual([{ id, chat: companyPhone, text: 'para todos', count: 1 }]);
  }
  const shown = (await desk.control.chat(ana.phone, companyPhone)).messages;
  expect(shown).toMatchObject([{ id, state: 'delivered', duplicate: 0 }]);
  await waitFor('the tick', () => desk.hasReceipt(id, 'delivered'));
  expect(desk.hasReceipt(id, 'read')).toBe(false);
  await desk.control.read(ana.phone, companyPhone, 2);
  await waitFor('the blue tick', () => desk.hasReceipt(id, 'read'));
  expect((await ledgerOf(desk, id)).at(-1)).toMatchObject({ device: 2, state: 'read' });
});

test('a device that lost its session asks again for itself alone', async () => {
  await using desk = await Desk.connected();
  const { id: device } = await desk.control.addDevice(ana.phone);
  const first = await desk.say(jid(ana.phone), 'um');
  await waitFor('the first', () => deviceWith(desk, ana.phone, first));
  await desk.control.fault({ kind: 'forget-sessions', phone: ana.phone, device });
  const second = await desk.say(jid(ana.phone), 'dois');
  await waitFor('the second', () => deviceWith(desk, ana.phone, second));
  const [view] = await desk.control.devices(ana.phone);
  expect(view?.messages.map(({ text, count }) => [text, count])).toEqual([
    ['um', 1],
    ['dois', 1],
  ]);
  const retries = (await ledgerOf(desk, second)).filter(({ state }) => state === 'retry');
  expect(retries.map((retry) => retry.device)).toEqual([device]);
  await desk.control.fault({ kind: 'forget-sessions', phone: ana.phone });
  const third = await desk.say(jid(ana.phone), 'três');
  const shown = await waitFor('the third on the phone', async () => {
    const { messages } = await desk.control.chat(ana.phone, companyPhone);
    return messages.some((message) => message.id === third) ? messages : null;
  });
  expect(shown.map(({ text, duplicate }) => [text, duplicate])).toEqual([
    ['um', 0],
    ['dois', 0],
    ['três', 0],
  ]);
});

test('what a contact writes on a device is read, answered and, when damaged, sent again by it', async () => {
  await using desk = await Desk.connected();
  const { id: device } = await desk.control.addDevice(ana.phone);
  const fine = await desk.receive(ana.phone, { text: 'do navegador', device });
  expect(fine).toMatchObject({ body: 'do navegador', fromMe: false });
  const fromPhone = await desk.receive(ana.phone, { text: 'do celular' });
  expect(fromPhone.remoteChat).toBe(fine.remoteChat);
  const healed = await desk.receive(ana.phone, { text: 'outra vez', device, undecryptable: true });
  expect(healed.body).toBe('outra vez');
  const { receipts } = await desk.control.ledger(ana.phone);
  expect(receipts.filter(({ id, state }) => id === healed.remoteId && state === 'retry')).toHaveLength(1);
  const answer = await desk.say(jid(ana.phone), 'resposta');
  await waitFor('the answer on all', () => deviceWith(desk, ana.phone, answer));
});

test("the copy that our own phone's browser has is no delivery, and what it writes is ours", async () => {
  await using desk = await Desk.connected();
  const { id: device } = await desk.control.addDevice(companyPhone);
  await desk.control.setReads(ana.phone, 'manual');
  const id = await desk.say(jid(ana.phone), 'cópia');
  await waitFor('the copy', () => deviceWith(desk, companyPhone, id));
  expect((await desk.control.devices(companyPhone))[0]?.messages).toMatchObject([{ chat: ana.phone, text: 'cópia' }]);
  await waitFor('the delivery', () => desk.hasReceipt(id, 'delivered'));
  expect((await ledgerOf(desk, id)).map((receipt) => receipt.device)).toEqual([0]);
  const { id: own } = await desk.control.send(companyPhone, { to: ana.phone, text: 'do nosso navegador', device });
  const seen = await waitFor('our message', () => desk.messageWith(own));
  expect(seen).toMatchObject({ fromMe: true, body: 'do nosso navegador' });
});

test('without read receipts nobody learns what was read but the own devices', async () => {
  await using desk = await Desk.connected();
  await desk.control.setHidesReads(companyPhone, true);
  const { remoteId } = await desk.receive(ana.phone, { text: 'leu?' });
  await desk.control.read(companyPhone, ana.phone);
  await waitFor('the own read', () => desk.host.readElsewhere.some(({ remoteIds }) => remoteIds.includes(remoteId)));
  const { receipts } = await desk.control.ledger(ana.phone);
  expect(receipts.filter(({ id, state }) => id === remoteId && state === 'read')).toEqual([]);
});

test('devices of members get what is written in a group', async () => {
  await using desk = await Desk.connected();
  const { id: device } = await desk.control.addDevice(ana.phone);
  const { id: group } = await desk.control.createGroup({
    subject: 'Equipe',
    owner: ana.phone,
    members: [companyPhone],
  });
  await desk.session.refreshGroup(group);
  const first = await desk.send(group, { kind: 'text', text: 'um' });
  await waitFor('the first', () => deviceWith(desk, ana.phone, first));
  await desk.control.fault({ kind: 'forget-sessions', phone: ana.phone, device });
  const second = await desk.send(group, { kind: 'text', text: 'dois' });
  await waitFor('the second', () => deviceWith(desk, ana.phone, second));
  expect((await desk.control.devices(ana.phone))[0]?.messages.map(({ chat, text }) => [chat, text])).toEqual([
    [group, 'um'],
    [group, 'dois'],
  ]);
  await desk.control.removeDevice(ana.phone, device);
  expect(await desk.control.devices(ana.phone)).toEqual([]);
});
