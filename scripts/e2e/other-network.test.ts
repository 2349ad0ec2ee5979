import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor } from '@tiktickets/testkit';
import { HttpBrowser } from '@tiktickets/testkit/http-browser';
import { startSimulator } from '@tiktickets/wbot/simulator';
import { expect, it } from 'vitest';
import { Installation } from './installation.ts';

const company = '5511970000001';
const customer = '5511970000002';

it('talks to another network when two settings name it, over TLS with an authority of its own', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiktickets-network-'));
  // Declared first, so that it ends last: the network writes its state down when it ends.
  using _ = { [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
  await using network = await startSimulator({ dataDir: folder, tls: 'auto' });
  await using place = await Installation.create();
  const run = place.run({
    WA_SIMULATOR: 'off',
    WA_WS_URL: `wss://127.0.0.1:${network.port}/ws/chat`,
    WA_MEDIA_HOST: `127.0.0.1:${network.port}`,
    NODE_EXTRA_CA_CERTS: path.join(folder, 'tls', 'ca.pem'),
  });
  await run.ready();
  const [, , email = '', password = ''] = run.logins.find((line) => line.startsWith('login admin'))?.split(' ') ?? [];
  const admin = await HttpBrowser.signIn(`http://localhost:${place.port}`, { email, password });
  const channelIn = (state: string) =>
    waitFor(
      async () =>
        (await admin.query('channels.list', undefined)).find((channel: { state: string }) => channel.state === state),
      {
        what: `a channel to be ${state}`,
      },
    );
  const { qr } = await channelIn('qr');
  await network.control.scan(company, { qr, name: 'Minha Loja' });
  expect(await channelIn('connected')).toMatchObject({ phone: company, profileName: 'Minha Loja' });

  await network.control.createPhone({ name: 'Cliente', phone: customer });
  await network.control.send(customer, { to: company, kind: 'image', text: 'veja a foto' });
  const [ticket] = await waitFor(async () => {
    const { items } = await admin.query('tickets.list', { tab: 'pending' });
    return items.length > 0 ? items : null;
  });
  expect(ticket).toMatchObject({
    contact: { name: 'Cliente' },
    lastMessage: { kind: 'image', preview: 'veja a foto' },
  });
  await waitFor(
    async () => (await admin.query('messages.page', { ticketId: ticket.id })).items[0]?.media?.state === 'stored',
  );
});
