import { expect, test } from 'vitest';
import { SendError } from '../src/index.ts';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

async function showsQr(desk: Desk): Promise<void> {
  await waitFor('a QR code', () => desk.session.phase === 'qr' && desk.host.phases.find((change) => change.qr));
}

test('a code typed on the phone links as a scan does', async () => {
  await using desk = await Desk.create();
  desk.session.start();
  await showsQr(desk);
  const code = await desk.session.requestPairingCode(companyPhone);
  expect(code).toMatch(/^[0-9A-Z]{8}$/);
  await desk.control.typeLinkCode(companyPhone, { code, name: 'Loja' });
  await desk.untilConnected();
  expect(desk.host.lastPhase()?.account?.phone).toBe(companyPhone);
  const id = await desk.say(jid(ana.phone), 'ligados');
  await waitFor('its tick', () => desk.hasReceipt(id, 'read'));
});

test('a wrong code links nothing, and the QR still works', async () => {
  await using desk = await Desk.create();
  desk.session.start();
  await showsQr(desk);
  await desk.session.requestPairingCode(companyPhone);
  await desk.control.typeLinkCode(companyPhone, { code: 'AAAAAAAA', name: 'Loja' });
  // The code was in vain and the connection drops: the next one must register anew, not log in half-paired.
  await desk.session.stop();
  expect(desk.host.wipes).toBe(0);
  desk.host.phases.length = 0;
  desk.reopen();
  await showsQr(desk);
  const { qr } = await waitFor('a QR code', () => desk.host.phases.find((change) => change.qr));
  await desk.control.scan(companyPhone, { qr: qr ?? '', name: 'Loja' });
  await desk.untilConnected();
});

test('a code is for a real number, and only while the channel waits for a phone', async () => {
  await using desk = await Desk.create();
  const refusal = (work: Promise<unknown>) =>
    work.catch((error: unknown) => error instanceof SendError && [error.scope, error.code]);
  expect(await refusal(desk.session.requestPairingCode(companyPhone))).toEqual(['channel', 'disconnected']);
  desk.session.start();
  await showsQr(desk);
  expect(await refusal(desk.session.requestPairingCode('+55 11'))).toEqual(['permanent', 'bad_address']);
});
