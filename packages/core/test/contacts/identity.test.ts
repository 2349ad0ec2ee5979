import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanName, fallbackName, linkIdentity } from '../../src/contacts/index.ts';
import { channelContext } from '../../src/kernel/index.ts';
import { ingestBatch } from '../../src/messages/index.ts';
import { listTickets } from '../../src/tickets/index.ts';
import { createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

it('names the nameless by their number or the end of their hidden id', () => {
  expect(fallbackName({ phone: '5511981234567', lid: null })).toBe('+55 11 98123 4567');
  expect(fallbackName({ phone: '999', lid: null })).toBe('+999');
  expect(fallbackName({ phone: null, lid: '123456789' })).toBe('WhatsApp 6789');
  expect(cleanName('  Zoé\n\u0000 da\u2028Silva ')).toBe('Zoé da Silva');
  expect(cleanName(' \n ')).toBeNull();
});

it('gives a person known by one id the other, and makes one of two', async () => {
  const company = await createCompany(harness.kernel);
  const admin = await company.person({ role: 'admin' });
  const ctx = channelContext(harness.kernel, company.tenantId, company.channelId);
  const ingest = (lid: string | null, phone: string | null) =>
    ingestBatch(ctx, {
      channelId: company.channelId,
      messages: [
        {
          journalId: null,
          content: null,
          inbound: inboundText('oi', { remoteChat: `${lid ?? phone}@x`, person: { lid, phone, pushName: null } }),
        },
      ],
    });
  await ingest('500', null);
  await linkIdentity(ctx, { phone: '5511911112222', lid: '500' });
  await ingest(null, '5511911112222');
  expect((await listTickets(admin, { tab: 'pending' })).items).toMatchObject([
    { unreadCount: 2, contact: { phone: '5511911112222' } },
  ]);
  await ingest('600', null);
  await ingest(null, '5511933334444');
  expect((await listTickets(admin, { tab: 'pending' })).items).toHaveLength(3);
  await linkIdentity(ctx, { phone: '5511933334444', lid: '600' });
  await linkIdentity(ctx, { phone: '5511933334444', lid: '600' });
  expect((await listTickets(admin, { tab: 'pending' })).items).toHaveLength(2);
  const foreign = await createCompany(harness.kernel);
  await linkIdentity(channelContext(harness.kernel, foreign.tenantId, foreign.channelId), {
    phone: '5511955556666',
    lid: '500',
  });
  const { sql } = harness.kernel.database.platform;
  expect(await sql`select 1 from contact_identities where value = '5511955556666'`).toEqual([]);
  expect(await sql`select tenant_id from identity_pairs where lid = '500' and phone = '5511955556666'`).toMatchObject([
    { tenant_id: foreign.tenantId },
  ]);
});
