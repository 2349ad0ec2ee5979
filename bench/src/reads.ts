import type { UserContext } from '@tiktickets/core/kernel';
import { sendMessage } from '@tiktickets/core/messages';
import { createFloor } from './floor.ts';
import { load, round, spread } from './measure.ts';
import type { Row } from './report.ts';
import type { World } from './world.ts';

async function get(
  world: World,
  user: UserContext,
  { path, input }: { path: string; input: unknown },
): Promise<number> {
  const response = await fetch(`${world.url}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
    headers: { cookie: `sid=${user.actor.sessionId}` },
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${body.slice(0, 200)}`);
  return body.length;
}

const times = (samples: readonly number[]): string => {
  const { p50, p95 } = spread(samples);
  return `${round(p50)} / ${round(p95)} ms`;
};

/** Lists, pages and sends over HTTP as a browser asks for them: session, visibility, JSON and all. */
export async function benchReads(world: World, { sliceMs }: { sliceMs: number }): Promise<Row[]> {
  const { owner, tenantId, people } = world;
  const agents = people.filter((user) => user.actor.role === 'agent');
  const [agent] = agents;
  if (!agent) throw new Error('nobody to measure as');
  const floor = createFloor(owner, tenantId, world.channelId);
  const tickets = await owner<{ id: string; user_id: string }[]>`
    select id, user_id from tickets where tenant_id = ${tenantId} and state = 'open' and user_id = any(${agents.map((user) => user.actor.userId)}) limit 500`;
  const any = (n: number): string => tickets[n % tickets.length]?.id ?? '';
  const admin = people.find((user) => user.actor.role === 'admin') ?? agent;
  const rows: Row[] = [];
  let n = 0;
  const next = (): number => {
    n += 1;
    return n;
  };
  for (const concurrency of [1, 8]) {
    const slice = { concurrency, ms: sliceMs };
    const listFloor = await load(slice, () => floor.list(agent.actor.userId, agent.actor.viewer.queueIds));
    for (const tab of ['mine', 'pending', 'closed']) {
      let bytes = 0;
      const list = await load(slice, async () => {
        bytes = await get(world, agent, { path: 'tickets.list', input: { tab } });
      });
      rows.push({
        what: `list "${tab}", first page (${round(bytes / 1024)} kB), c = ${concurrency}, p50 / p95`,
        ours: `${times(list.samples)}, ${round(list.perSecond)}/s`,
        floor: times(listFloor.samples),
        ratio: `${round(spread(list.samples).p50 / spread(listFloor.samples).p50)} ×`,
      });
    }
    const search = await load(slice, () =>
      get(world, agent, { path: 'tickets.list', input: { tab: 'closed', search: 'marina sampaio' } }),
    );
    rows.push({
      what: `search by contact name, c = ${concurrency}, p50 / p95`,
      ours: times(search.samples),
      floor: '–',
      ratio: '–',
    });
    const pageFloor = await load(slice, () => floor.page(any(next())));
    const page = await load(slice, () =>
      get(world, admin, { path: 'messages.page', input: { ticketId: any(next()) } }),
    );
    rows.push({
      what: `message page of 30, c = ${concurrency}, p50 / p95`,
      ours: `${times(page.samples)}, ${round(page.perSecond)}/s`,
      floor: times(pageFloor.samples),
      ratio: `${round(spread(page.samples).p50 / spread(pageFloor.samples).p50)} ×`,
    });
  }
  const owners = new Map(agents.map((user) => [user.actor.userId, user]));
  const send = await load({ concurrency: 8, ms: sliceMs }, async () => {
    n += 1;
    const ticket = tickets[n % tickets.length];
    const user = owners.get(ticket?.user_id ?? '');
    if (ticket && user)
      await sendMessage(user, {
        ticketId: ticket.id,
        clientId: `bench-${n}-${process.pid}`,
        body: 'Olá! Já estou vendo.',
      });
  });
  rows.push({
    what: 'send accepted (verb), c = 8, p50 / p95',
    ours: `${times(send.samples)}, ${round(send.perSecond)}/s`,
    floor: '–',
    ratio: '–',
  });
  return rows;
}
