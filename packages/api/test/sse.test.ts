import { channelContext, type UserContext } from '@tiktickets/core/kernel';
import { contactTyping, ingestBatch } from '@tiktickets/core/messages';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '@tiktickets/core/testing';
import { waitFor } from '@tiktickets/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EdgeHarness, openEdge } from './edge-harness.ts';

let harness: Harness;
let edge: EdgeHarness;
let company: Company;
let user: UserContext;
beforeAll(async () => {
  harness = await openHarness();
  edge = await openEdge(harness.kernel);
  company = await createCompany(harness.kernel);
  user = await company.person({ role: 'agent' });
});
afterAll(async () => {
  await edge.close();
  await harness[Symbol.asyncDispose]();
});

/** The feed as a browser gets it where websockets are blocked: the same procedure as a stream of server-sent events. */
function listen(path: string, input: object, who: UserContext = user): { text: () => string; close: () => void } {
  const abort = new AbortController();
  let text = '';
  const reading = (async () => {
    const response = await fetch(`${edge.url}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
      headers: { accept: 'text/event-stream', cookie: `sid=${who.actor.sessionId}` },
      signal: abort.signal,
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  })();
  reading.catch(() => {});
  return { text: () => text, close: () => abort.abort() };
}
const write = (body: string): Promise<number> =>
  ingestBatch(channelContext(harness.kernel, company.tenantId, company.channelId), {
    channelId: company.channelId,
    messages: [{ journalId: null, inbound: inboundText(body), content: null }],
  });

it('brings the same frames over server-sent events, resumable by their ids', async () => {
  const first = listen('live.feed', {});
  await waitFor(() => first.text().includes('"kind":"hello"'));
  await write('pela outra porta');
  await waitFor(() => first.text().includes('pela outra porta'));
  const cursor = [...first.text().matchAll(/^id: (\S+)$/gm)].at(-1)?.[1] ?? '';
  expect(cursor).toMatch(/^\d+\.\d+$/);
  first.close();
  await waitFor(() => edge.edge.hub.viewers === 0);
  await write('enquanto fora');
  const second = listen('live.feed', { cursor });
  await waitFor(() => second.text().includes('enquanto fora'));
  second.close();
  await waitFor(() => edge.edge.hub.viewers === 0);
});

it('tells who is typing to whoever may see the ticket', async () => {
  const foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
  const outsider = await company.person({ role: 'agent', queues: [company.queues.billing] });
  const streams = [
    listen('live.ephemeral', {}),
    listen('live.ephemeral', {}, foreign),
    listen('live.ephemeral', {}, outsider),
  ];
  const [seen, ...others] = streams;
  await waitFor(() => streams.every((stream) => stream.text().includes('event: connected')));
  const channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  const typing = (active: boolean) =>
    contactTyping(channel, { channelId: company.channelId, phone: '5511981234567', lid: '1001', active });
  await waitFor(async () => {
    await typing(true);
    return seen?.text().includes('"contact-typing"');
  });
  await typing(false);
  await waitFor(() => seen?.text().includes('"active":false'));
  for (const other of others) expect(other.text()).not.toContain('contact-typing');
  for (const stream of streams) stream.close();
});
