import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type MediaView, mediaViewSchema } from '@tiktickets/core/contracts';
import { channelContext, systemContext, type UserContext } from '@tiktickets/core/kernel';
import { dueMedia, type MediaTools, prepareMedia, storeMedia } from '@tiktickets/core/media';
import { ingestBatch, pageMessages } from '@tiktickets/core/messages';
import {
  type Company,
  createCompany,
  describeStorages,
  type Harness,
  inboundText,
  openHarness,
} from '@tiktickets/core/testing';
import { acceptTicket, listTickets } from '@tiktickets/core/tickets';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseRange } from '../src/edge/media.ts';
import { type EdgeHarness, openEdge } from './edge-harness.ts';

describeStorages('files over HTTP', (storage) => {
  let harness: Harness;
  let edge: EdgeHarness;
  let company: Company;
  let ana: UserContext;
  let foreign: UserContext;
  let outsider: UserContext;
  let ticketId: string;
  beforeAll(async () => {
    harness = await openHarness({ s3: storage.s3 });
    edge = await openEdge(harness.kernel);
    company = await createCompany(harness.kernel);
    ana = await company.person({ role: 'agent' });
    outsider = await company.person({ role: 'agent', queues: [company.queues.billing] });
    foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
    const inbound = inboundText('', { kind: 'image', body: null, media: picture });
    await ingestBatch(channelContext(harness.kernel, company.tenantId, company.channelId), {
      channelId: company.channelId,
      messages: [{ journalId: null, inbound, content: null }],
    });
    ticketId = (await listTickets(ana, { tab: 'pending' })).items[0]?.id ?? '';
  });
  afterAll(async () => {
    await edge.close();
    await harness[Symbol.asyncDispose]();
  });

  const picture = {
    kind: 'image' as const,
    mimetype: 'image/png',
    sizeBytes: 8,
    fileName: null,
    sha256: null,
    encryptedSha256: null,
    mediaKey: 'a2V5',
    directPath: '/v/x.enc',
    seconds: null,
    width: 1,
    height: 1,
    waveform: null,
    isGif: false,
    thumbnail: null,
  };
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const get = (id: string, user: UserContext | null, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${edge.url}/api/media/${id}`, {
      headers: { ...(user && { cookie: `sid=${user.actor.sessionId}` }), ...headers },
    });
  const upload = (
    body: string | Uint8Array<ArrayBuffer>,
    query: Record<string, string>,
    user: UserContext = ana,
  ): Promise<Response> =>
    fetch(`${edge.url}/api/media?${new URLSearchParams({ ticketId, ...query })}`, {
      method: 'POST',
      body,
      headers: { cookie: `sid=${user.actor.sessionId}` },
    });
  const view = async (response: Response): Promise<MediaView> => mediaViewSchema.parse(await response.json());
  const mediaOf = async (): Promise<{ id: string; state: string }> => {
    const [message] = (await pageMessages(ana, { ticketId })).items;
    return message?.media ?? { id: '', state: 'none' };
  };

  it('serves a received file once it is here, to whoever may see the ticket and to nobody else', async () => {
    const channel = channelContext(harness.kernel, company.tenantId, company.channelId);
    const waiting = await mediaOf();
    expect(waiting.state).toBe('due');
    expect((await get(waiting.id, ana)).status).toBe(404);
    const [due] = await dueMedia(channel, { channelId: company.channelId, limit: 5 });
    expect(due?.reference).toMatchObject({ mediaKey: 'a2V5', directPath: '/v/x.enc' });
    await storeMedia(channel, { mediaId: due?.mediaId ?? '', stream: Readable.from([png]) });
    expect((await mediaOf()).state).toBe('stored');
    const answer = await get(waiting.id, ana);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
    expect((await get(waiting.id, null)).status).toBe(401);
    for (const user of [outsider, foreign]) expect((await get(waiting.id, user)).status).toBe(404);
    for (const id of ['x', '../../etc/passwd', ana.actor.userId]) expect((await get(id, ana)).status).toBe(404);
    expect(await dueMedia(channel, { channelId: company.channelId, limit: 5 })).toEqual([]);
  });

  it('serves ranges and knows what has not changed', async () => {
    const { id } = await mediaOf();
    const part = await get(id, ana, { range: 'bytes=1-3' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 1-3/${png.length}`);
    expect(Buffer.from(await part.arrayBuffer()).toString()).toBe('PNG');
    expect((await get(id, ana, { range: `bytes=${png.length}-` })).status).toBe(416);
    expect((await get(id, ana, { 'if-none-match': (await get(id, ana)).headers.get('etag') ?? '' })).status).toBe(304);
    expect(parseRange('bytes=-5', 100)).toEqual({ start: 95, end: 99 });
    expect(parseRange('bytes=5-', 100)).toEqual({ start: 5, end: 99 });
    expect(parseRange('bytes=-', 100)).toBeNull();
    expect(parseRange('lines=1-2', 100)).toBeNull();
  });

  it('serves what was made of a file under its own name, to the same people', async () => {
    const { id } = await mediaOf();
    const small = (user: UserContext) => get(`${id}?rendition=thumbnail`, user);
    expect((await small(ana)).status).toBe(404);
    expect((await get(`${id}?rendition=other`, ana)).status).toBe(400);
    const made = Buffer.from('small');
    const tools: MediaTools = {
      picture: async ({ output }) => {
        await writeFile(output, made);
        return { width: 7, height: 5, preview: 'eA==' };
      },
      film: () => Promise.reject(new Error('no film')),
      voice: () => Promise.reject(new Error('no voice')),
      playable: () => Promise.reject(new Error('no sound')),
    };
    await prepareMedia(systemContext(harness.kernel, company.tenantId, 'test'), { mediaId: id, tools });
    const answer = await small(ana);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(made);
    expect(answer.headers.get('etag')).not.toBe((await get(id, ana)).headers.get('etag'));
    for (const user of [outsider, foreign]) expect((await small(user)).status).toBe(404);
    expect(await mediaOf()).toMatchObject({ hasThumbnail: true, width: 7, height: 5 });
  });

  it('takes an upload from whoever has the ticket, known by its bytes and not by its name', async () => {
    expect((await upload(png, { fileName: 'a.png', mimetype: 'image/png' })).status).toBe(409);
    await acceptTicket(ana, { id: ticketId });
    const taken = await view(await upload(png, { fileName: 'foto.png', mimetype: 'image/png' }));
    expect(taken).toMatchObject({ kind: 'image', mimetype: 'image/png', sizeBytes: png.length, state: 'stored' });
    const disguised = await view(
      await upload('<script>alert(1)</script>', { fileName: 'a.png', mimetype: 'image/png' }),
    );
    expect(disguised).toMatchObject({ kind: 'document' });
    const served = await get(disguised.id, ana);
    expect(served.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(served.headers.get('content-type')).not.toMatch(/html|svg/);
    expect((await get(taken.id, outsider)).status).toBe(404);
    expect((await upload(png, { fileName: 'a.png', mimetype: 'image/png' }, foreign)).status).toBe(404);
  });

  it('refuses an empty file, one that is too large, and a wrong field, and keeps nothing of them', async () => {
    const before = await harness.kernel.database.platform.sql`select count(*)::int as n from media`;
    const program = await upload('MZ', { fileName: 'boleto.exe', mimetype: 'application/pdf' });
    expect(await program.json()).toMatchObject({ error: { code: 'invalid-input', field: 'fileName' } });
    const silent = await upload('no sound', { fileName: 'a.webm', mimetype: 'audio/webm', recording: '1' });
    expect(await silent.json()).toMatchObject({ error: { code: 'invalid-input', field: 'file' } });
    expect((await upload('', { fileName: 'a.txt', mimetype: 'text/plain' })).status).toBe(400);
    const large = await upload(Buffer.alloc(17 * 2 ** 20), { fileName: 'a.png', mimetype: 'image/png' }).catch(
      () => null,
    );
    if (large) expect(large.status).toBe(400);
    const wrong = await upload(png, { fileName: 'a.png', mimetype: 'x' });
    expect(await wrong.json()).toMatchObject({ error: { code: 'invalid-input', field: 'mimetype' } });
    expect(await harness.kernel.database.platform.sql`select count(*)::int as n from media`).toEqual(before);
  });
});
