import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { authStore, claimShards, type Fence, renewShards, shardCount, shardOf } from '@tiktickets/core/channels';
import { channelContext, createKernel, createLogger } from '@tiktickets/core/kernel';
import { journalMessage, keepOutgoing, providerContent, reserveRemoteId } from '@tiktickets/core/messages';
import { createWhatsAppDriver } from '@tiktickets/wbot';
import type { ChannelSession, ConnectGate, SessionPorts } from '@tiktickets/wbot/contract';
import postgres from 'postgres';
import type { Answer, FromHost, Request } from './protocol.ts';

/**
 * The process whose sessions are measured: the driver on PostgreSQL's auth store and journal, as a worker has them, and
 * nothing else. Its parent asks by messages.
 */
const databaseUrl = process.env.DATABASE_URL ?? '';
const logger = createLogger({ name: 'wbot', level: 'error' });
const kernel = createKernel({ name: 'wbot', databaseUrl, appSecret: process.env.APP_SECRET ?? '', logger });
const timings = process.env.WBOT_SOAK === 'on' ? { stableAfterMs: 0 } : {};
const driver = createWhatsAppDriver({ wsUrl: process.env.WA_WS_URL, timings });
const workerId = randomUUID();
const owner = postgres(databaseUrl, { max: 1, onnotice: () => {} });
const channels = await owner<{ id: string; tenant_id: string }[]>`select id, tenant_id from channels order by name`;
await owner.end();
const ttlMs = 24 * 3_600_000;
const everyShard = Array.from({ length: shardCount }, (_, shard) => shard);
await claimShards(kernel, { workerId, ttlMs, shards: everyShard });
const { held } = await renewShards(kernel, { workerId, ttlMs, draining: false });
const fences = new Map<number, Fence>(held.map(({ shard, epoch }) => [shard, { shard, epoch, owner: workerId }]));

/** What one session did so far. */
interface Progress {
  startedAt: number;
  hasPaired: boolean;
  pairedMs: number | null;
  caughtUp: number;
}
const sessions: { session: ChannelSession; progress: Progress }[] = [];
const noCpu = { user: 0, system: 0 };
const journal = { count: 0, firstAt: 0, lastAt: 0, firstCpu: noCpu, cpu: noCpu };
const quiet = (): void => {};
const say = (message: FromHost): void => void process.send?.(message);

function portsOf(index: number, progress: Progress): SessionPorts {
  const { id: channelId, tenant_id: tenantId } = channels[index] ?? { id: '', tenant_id: '' };
  const ctx = channelContext(kernel, tenantId, channelId);
  const fence = fences.get(shardOf(channelId));
  if (!fence) throw new Error(`the shard of number ${index} is not ours`);
  return {
    auth: authStore(ctx, { channelId, fence }),
    sink: {
      phase: async ({ phase, qr }) => {
        if (qr) progress.hasPaired = true;
        if (qr) say({ qr, session: index });
        if (phase === 'connected' && progress.hasPaired) progress.pairedMs ??= performance.now() - progress.startedAt;
      },
      journal: async (entry) => {
        if (journal.count === 0) {
          journal.firstAt = performance.now();
          journal.firstCpu = process.cpuUsage();
        }
        await journalMessage(ctx, { channelId, entry });
        journal.count += 1;
        journal.lastAt = performance.now();
        journal.cpu = process.cpuUsage(journal.firstCpu);
      },
      caughtUp: async () => {
        progress.caughtUp += 1;
      },
      undecryptable: async () => {},
      receipt: async () => {},
      refused: async () => {},
      typing: async () => {},
      identity: async () => {},
      outgoing: ({ remoteId, content }) => keepOutgoing(ctx, { channelId, remoteId, content }),
    },
    lookup: {
      sentText: async () => null,
      message: (remoteId) => providerContent(ctx, { channelId, remoteId }),
    },
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    clock: kernel.clock,
    gate,
  };
}

let free = 5;
/** Five connect at a time, as in a worker. */
const gate: ConnectGate = {
  enter: async (signal) => {
    for (; free === 0; await delay(5)) signal.throwIfAborted();
    free -= 1;
    let left = false;
    return {
      [Symbol.dispose]: () => {
        if (!left) free += 1;
        left = true;
      },
    };
  },
};

async function until(what: string, fact: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 600_000; !fact(); await delay(5)) {
    if (performance.now() > deadline) throw new Error(`timed out: ${what}`);
  }
}
const isOpen = ({ session, progress }: (typeof sessions)[number]): boolean =>
  session.phase === 'connected' && progress.caughtUp > 0;

/** New numbers are paired one by one, as people scan them; known ones all at once. */
async function open(count: number, isNew: boolean): Promise<void> {
  journal.count = 0;
  for (let index = sessions.length; index < count; index += 1) {
    const progress = { startedAt: performance.now(), hasPaired: false, pairedMs: null, caughtUp: 0 };
    const one = { session: driver.open(portsOf(index, progress)), progress };
    sessions.push(one);
    one.session.start();
    if (isNew) await until(`number ${index}`, () => isOpen(one));
  }
  await until('all to be open', () => sessions.every(isOpen));
}

async function send(request: Extract<Request, { do: 'send' }>): Promise<void> {
  await Promise.all(
    sessions.slice(0, request.sessions).map(async ({ session }) => {
      for (let n = 0; n < request.messages; n += 1) {
        const to = `${request.to[n % request.to.length]}@s.whatsapp.net`;
        await session.send({ id: reserveRemoteId(), to, content: { kind: 'text', text: `mensagem ${n}` } });
      }
    }),
  );
}

async function perform(request: Request): Promise<{ ms?: number; cpu?: NodeJS.CpuUsage }> {
  switch (request.do) {
    case 'open':
      await open(request.sessions, request.isNew);
      return {};
    case 'close':
      await Promise.all(sessions.splice(0).map(({ session }) => session.stop()));
      return {};
    case 'receive': {
      await until(`${request.messages} messages`, () => journal.count >= request.messages);
      const ms = journal.lastAt - journal.firstAt;
      journal.count = 0;
      return { ms, cpu: journal.cpu };
    }
    case 'send':
      await send(request);
      return {};
    case 'watch':
      for (const { progress } of sessions.slice(0, request.sessions)) progress.caughtUp = 0;
      return {};
    case 'recover':
      await until('all to be back', () => sessions.every(isOpen));
      return {};
    case 'memory':
      globalThis.gc?.();
      return {};
  }
}

process.on('message', (request: Request) => {
  const from = performance.now();
  const cpu = process.cpuUsage();
  perform(request).then(
    ({ ms, cpu: own }) => {
      const { user, system } = own ?? process.cpuUsage(cpu);
      const { rss, heapUsed } = process.memoryUsage();
      const answer: Answer = {
        ms: ms ?? performance.now() - from,
        cpuMs: (user + system) / 1_000,
        rssMb: rss / 2 ** 20,
        heapMb: heapUsed / 2 ** 20,
        pairedMs: sessions.flatMap(({ progress }) => progress.pairedMs ?? []),
      };
      say({ answer });
    },
    (error: unknown) => say({ failure: String(error) }),
  );
});
// An ordinary end, so that a profile that was asked for is written.
process.once('disconnect', () => process.exit(0));
say({ answer: { ms: 0, cpuMs: 0, rssMb: 0, heapMb: 0, pairedMs: [] } });
