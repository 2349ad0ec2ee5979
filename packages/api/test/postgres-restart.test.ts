import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { channelContext, createKernel, createLogger } from '@tiktickets/core/kernel';
import { ingestBatch } from '@tiktickets/core/messages';
import { createCompany, inboundText } from '@tiktickets/core/testing';
import { migrate } from '@tiktickets/db/migrate';
import { startPostgres } from '@tiktickets/services';
import { waitFor } from '@tiktickets/testkit';
import { expect, it } from 'vitest';
import { httpClient, openEdge, socketClient } from './edge-harness.ts';

const appSecret = 'a secret for this test alone, forty characters';

it('fails cleanly while PostgreSQL is away and goes on by itself: requests, sends, live feed', {
  timeout: 90_000,
}, async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tiktickets-edge-restart-'));
  let server = await startPostgres({ dataDir });
  await migrate(server.url, { appSecret });
  const logger = createLogger({ name: 'test', level: 'silent' });
  const kernel = createKernel({ name: 'test', databaseUrl: server.url, appSecret, logger, mediaDir: dataDir });
  const edge = await openEdge(kernel);
  const company = await createCompany(kernel);
  const user = await company.person({ role: 'agent' });
  const http = httpClient(edge.url, user);
  const browser = socketClient(edge.url, user);
  const seen: string[] = [];
  browser.client.live.feed.subscribe(
    {},
    {
      onData: ({ data }) => {
        for (const item of data.items) if (item.type === 'message') seen.push(item.message.body ?? '');
        seen.push(data.kind);
      },
    },
  );
  const write = (body: string) =>
    ingestBatch(channelContext(kernel, company.tenantId, company.channelId), {
      channelId: company.channelId,
      messages: [{ journalId: null, inbound: inboundText(body), content: null }],
    });
  try {
    await waitFor(() => seen.includes('hello'));
    await write('antes');
    await waitFor(() => seen.includes('antes'));
    const [ticket] = (await http.tickets.list.query({ tab: 'pending' })).items;
    const id = ticket?.id ?? '';
    await http.tickets.accept.mutate({ id });

    await server.stop();
    const send = (clientId: string) => http.messages.send.mutate({ ticketId: id, clientId, body: 'Olá' });
    const refused = await send('client-away').catch((error: unknown) => error);
    expect(refused).toMatchObject({ data: { httpStatus: 503, app: { code: 'unavailable' } } });
    await expect(write('perdida')).rejects.toMatchObject({ code: 'unavailable' });
    expect((await fetch(`${edge.url}/health`)).status).toBe(503);

    server = await startPostgres({ dataDir, port: server.port });
    const sent = await waitFor(() => send('client-away').catch(() => null), { timeoutMs: 20_000 });
    expect(sent.state).toBe('queued');
    expect((await http.messages.page.query({ ticketId: id })).items.map((message) => message.body)).toEqual([
      'Olá',
      'antes',
    ]);
    await write('depois');
    await waitFor(() => seen.includes('depois'), { timeoutMs: 20_000 });
    expect(seen).toContain('Olá');
  } finally {
    await browser.close();
    await edge.close();
    await kernel.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
