import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { channelContext, type UserContext } from '../../src/kernel/index.ts';
import { dueMedia, openMedia, storeMedia } from '../../src/media/index.ts';
import { ingestBatch, pageMessages } from '../../src/messages/index.ts';
import { companySettings, updateCompany } from '../../src/tenants/index.ts';
import { listTickets } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let admin: UserContext;
let agent: UserContext;
let foreign: UserContext;
beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  admin = await company.person({ role: 'admin' });
  agent = await company.person({ role: 'agent' });
  foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
});
afterAll(() => harness[Symbol.asyncDispose]());

const file = {
  kind: 'document' as const,
  mimetype: 'text/plain',
  sizeBytes: 7,
  fileName: 'nota.txt',
  sha256: null,
  encryptedSha256: null,
  mediaKey: 'aw==',
  directPath: '/v/a.enc',
  seconds: null,
  width: null,
  height: null,
  waveform: null,
  isGif: false,
  thumbnail: null,
};

it('what a customer takes back is shown or not as the company has it, and its file, too', async () => {
  const { channelId } = company;
  const channel = channelContext(harness.kernel, company.tenantId, channelId);
  const message = inboundText('segredo', { kind: 'document', media: file });
  const gone = inboundText('', {
    kind: 'delete',
    body: null,
    targetRemoteId: message.remoteId,
    details: { kind: 'delete' },
  });
  const ingest = (inbound: typeof message) =>
    ingestBatch(channel, { channelId, messages: [{ journalId: null, inbound, content: null }] });
  await ingest(message);
  const [due] = await dueMedia(channel, { channelId, limit: 1 });
  const id = due?.mediaId ?? '';
  await storeMedia(channel, { mediaId: id, stream: Readable.from(['segredo']) });
  await ingest(gone);
  const ticketId = (await listTickets(agent, { tab: 'pending' })).items[0]?.id ?? '';
  const shown = async () => (await pageMessages(agent, { ticketId })).items[0];

  expect(await companySettings(agent)).toMatchObject({ deletedMessages: 'keep' });
  expect(await shown()).toMatchObject({ body: 'segredo', media: { id }, deletedAt: expect.any(String) });
  expect(await openMedia(agent, { id })).toMatchObject({ fileName: 'nota.txt' });
  await expect(openMedia(foreign, { id })).rejects.toMatchObject({ code: 'not-found' });

  await updateCompany(admin, { deletedMessages: 'hide' });
  expect(await shown()).toMatchObject({ body: null, media: null, details: null, deletedAt: expect.any(String) });
  await expect(openMedia(agent, { id })).rejects.toMatchObject({ code: 'not-found' });
  expect((await listTickets(agent, { tab: 'pending' })).items[0]).toMatchObject({ lastMessage: { kind: 'delete' } });
});

it('only admins change it, each for their own company, and it is written down', async () => {
  await expect(updateCompany(agent, { deletedMessages: 'keep' })).rejects.toMatchObject({ code: 'forbidden' });
  await updateCompany(foreign, { deletedMessages: 'keep' });
  await updateCompany(admin, { deletedMessages: 'hide' });
  expect(await companySettings(admin)).toMatchObject({ deletedMessages: 'hide' });
  expect(await companySettings(foreign)).toMatchObject({ deletedMessages: 'keep', storage: { files: 0, bytes: 0 } });
  const rows = await harness.kernel.database.platform
    .sql`select action, before, after from audit where tenant_id = ${company.tenantId} and action = 'company.update'`;
  expect(rows).toMatchObject([{ before: { deletedMessages: 'keep' }, after: { deletedMessages: 'hide' } }]);
});

it('says how much is kept, the same bytes counted once', async () => {
  expect(await companySettings(admin)).toMatchObject({ storage: { files: 1, bytes: 7 } });
});
