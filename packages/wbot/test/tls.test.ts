import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startSimulator } from '../src/simulator/index.ts';
import { ana, Desk, jid } from './support/desk.ts';
import { scratchFolder } from './support/paired-snapshot.ts';
import { trust } from './support/trust.ts';
import { waitFor } from './support/wait-for.ts';

test('one port speaks both, and only who trusts the authority uses TLS', async () => {
  const dataDir = await scratchFolder();
  await using simulator = await startSimulator({ tls: 'auto', dataDir });
  const secureUrl = simulator.url.replace('http:', 'https:');
  expect(await (await fetch(simulator.url)).json()).toEqual({ ok: true });
  await expect(fetch(secureUrl)).rejects.toThrow();
  trust(simulator.caPath ?? '');
  expect(await (await fetch(secureUrl)).json()).toEqual({ ok: true });
  const authority = readFileSync(simulator.caPath ?? '', 'utf8');
  await simulator.close();
  await using again = await startSimulator({ tls: 'auto', dataDir });
  expect(readFileSync(again.caPath ?? '', 'utf8')).toBe(authority);
  expect((await fetch(`https://${again.mediaHost}/v/none.enc`)).status).toBe(404);
});

test('the driver works through TLS, and an unknown authority costs no pairing', async () => {
  await using desk = await Desk.connected({ secure: true });
  expect(desk.simulator.caPath).not.toBeNull();
  const id = await desk.say(jid(ana.phone), 'cifrado duas vezes');
  await waitFor('its tick', () => desk.hasReceipt(id, 'read'));
  await desk.session.stop();
  // Certificates of a folder that nobody trusts.
  const stranger = await scratchFolder();
  await using untrusted = await Desk.create(
    { secure: true, trusts: false, simulator: { tlsDir: stranger } },
    desk.host,
  );
  untrusted.session.start();
  await waitFor('the refusal', () => desk.host.phases.some(({ reason }) => reason === 'tls_error'));
  expect(desk.host.wipes).toBe(0);
});
