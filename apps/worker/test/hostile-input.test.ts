import { waitFor } from '@tiktickets/testkit';
import type { NewMessage, Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, openInstallation } from './support/company.ts';
import { companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

let installation: Installation;
let simulator: Simulator;
let people = 0;
beforeAll(async () => {
  simulator = await openNetwork();
  installation = await openInstallation();
  const channelId = await installation.channel();
  await installation.worker({ driver: driverFor(simulator) });
  await pair(installation, simulator, channelId);
});
afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});

/** What arrives when a customer of this name writes, once the last of it is there. */
async function arrives(name: string, messages: readonly Partial<NewMessage>[]) {
  people += 1;
  const phone = `55119777700${String(people).padStart(2, '0')}`;
  await simulator.control.createPhone({ phone, name });
  for (const message of [...messages, { text: 'end' }])
    await simulator.control.send(phone, { to: companyPhone, text: 'x', ...message });
  const rows = () => installation.owner<
    { body: string | null; kind: string; sent_at: Date; phone: string | null; contact: string }[]
  >`
    select m.body, m.kind, m.sent_at, c.phone, c.name as contact from messages m
    join tickets t on t.tenant_id = m.tenant_id and t.id = m.ticket_id join contacts c on c.tenant_id = t.tenant_id and c.id = t.contact_id
    where c.name = ${name} order by m.id`;
  await waitFor(async () => (await rows()).some((row) => row.body === 'end'), { what: `the messages of ${name}` });
  const all = await rows();
  return all.filter((row) => row.body !== 'end');
}

describe('whatever a customer sends', () => {
  it('the same event ten times is one message', async () => {
    expect(await arrives('Dez', [{ text: 'once', copies: 10 }])).toHaveLength(1);
  });

  it('a message that cannot be read at first is one message with its content in the end', async () => {
    await arrives('Eva', [{ text: 'hard to read', undecryptable: true }]);
    await waitFor(async () => {
      const rows = await installation.owner<{ body: string | null; kind: string }[]>`
        select m.body, m.kind from messages m join tickets t on t.tenant_id = m.tenant_id and t.id = m.ticket_id
        join contacts c on c.tenant_id = t.tenant_id and c.id = t.contact_id where c.name = 'Eva' and m.body is distinct from 'end'`;
      return rows.length === 1 && rows[0]?.body === 'hard to read' && rows[0].kind === 'text';
    });
  });

  it('a date of 2009 or of the future does not put a message out of place', async () => {
    const before = Date.now();
    const rows = await arrives('Fabi', [
      { text: 'old', atMs: Date.UTC(2008, 5, 1) },
      { text: 'new', atMs: Date.UTC(2040, 0, 1) },
    ]);
    expect(rows.map((row) => row.body)).toEqual(['old', 'new']);
    for (const row of rows) expect(Math.abs(row.sent_at.getTime() - before)).toBeLessThan(30_000);
  });

  it('somebody without a number can write and be answered', async () => {
    const [row] = await arrives('Gil', [{ text: 'no number', addressing: 'lid-only' }]);
    expect(row).toMatchObject({ body: 'no number' });
  });

  it('64 KB, emoji, right-to-left and an unknown kind arrive whole or as a placeholder', async () => {
    const long = 'á😀'.repeat(16_000);
    const rows = await arrives('Hugo', [{ text: long }, { text: 'שלום 👩‍👩‍👧‍👦 مرحبا' }, { kind: 'image', text: '' }]);
    expect(rows.map((row) => row.kind)).toEqual(['text', 'text', 'image']);
    expect(rows[0]?.body).toBe(long);
    expect(rows[1]?.body).toBe('שלום 👩‍👩‍👧‍👦 مرحبا');
  });
});
