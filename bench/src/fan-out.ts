import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { channelContext } from '@tiktickets/core/kernel';
import { ingestBatch } from '@tiktickets/core/messages';
import { type WebSocket, WebSocketServer } from 'ws';
import { median, round, type Spread } from './measure.ts';
import type { Row } from './report.ts';
import type { World } from './world.ts';

interface Run extends Spread {
  cpuUsPerDelivery: number;
}

/** One child with `count` viewers while `publish` runs `rate` times a second for `seconds`. */
async function measure(
  order: { url: string; origin: string; cookies: string[]; count: number; subscribe: boolean },
  { rate, seconds }: { rate: number; seconds: number },
  publish: (at: string) => Promise<void> | void,
): Promise<Run> {
  const child = fork(fileURLToPath(new URL('viewers.ts', import.meta.url)));
  const answer = (key: string): Promise<{ report: Spread }> =>
    new Promise((resolve) => {
      child.on('message', (message: { report: Spread }) => key in message && resolve(message));
    });
  const ready = answer('ready');
  child.send(order);
  await ready;
  const cpu = process.cpuUsage();
  const from = performance.now();
  for (let n = 0; n < rate * seconds; n += 1) {
    const due = from + (n * 1000) / rate - performance.now();
    if (due > 0) await delay(due);
    await publish(`bench:${(performance.timeOrigin + performance.now()).toFixed(3)}`);
  }
  await delay(1_000);
  const used = process.cpuUsage(cpu);
  const reported = answer('report');
  child.send('report');
  const { report } = await reported;
  child.kill();
  return { ...report, cpuUsPerDelivery: (used.user + used.system) / report.n };
}

/** Plain `ws`, one JSON text of about the same size for all. */
async function plain(count: number, pace: { rate: number; seconds: number }): Promise<Run> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const filler = 'x'.repeat(900);
  const run = await measure({ url, origin: 'http://localhost', cookies: [''], count, subscribe: false }, pace, (at) => {
    const text = JSON.stringify({ at, filler });
    for (const socket of server.clients as Set<WebSocket>) socket.send(text);
  });
  for (const socket of server.clients) socket.terminate();
  http.close();
  return run;
}

/** From the arrival of a customer's message at the ingest verb to the frame in the browser's process: commit, wake-up, read, hydrate, push. */
async function product(world: World, count: number, pace: { rate: number; seconds: number }): Promise<Run> {
  const ctx = channelContext(world.kernel, world.tenantId, world.channelId);
  const [{ queue_id: queueId } = { queue_id: '' }] = await world.owner<{ queue_id: string }[]>`
    select queue_id from channels where id = ${world.channelId}`;
  const entitled = world.people.filter(
    (user) => user.actor.viewer.readAll || user.actor.viewer.queueIds.includes(queueId),
  );
  const cookies = entitled.map((user) => `sid=${user.actor.sessionId}`);
  let n = 0;
  const pending: Promise<unknown>[] = [];
  const run = await measure(
    { url: `${world.url.replace('http', 'ws')}/api/ws`, origin: world.url, cookies, count, subscribe: true },
    pace,
    (at) => {
      n += 1;
      const phone = String(5_521_900_000_000 + (n % 200));
      const inbound = {
        remoteChat: `${phone}@s.whatsapp.net`,
        remoteId: randomUUID(),
        fromMe: false,
        isGroup: false,
        person: { phone, lid: null, pushName: 'Cliente' },
        kind: 'text' as const,
        rawKind: null,
        body: at,
        sentAtMs: Date.now(),
      };
      pending.push(
        ingestBatch(ctx, { channelId: world.channelId, messages: [{ journalId: null, inbound, content: null }] }),
      );
    },
  );
  await Promise.all(pending);
  return run;
}

export async function benchFanOut(
  world: World,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [50, 200]) {
    const runs = { plain: [] as Run[], ours: [] as Run[] };
    for (let turn = 0; turn < rounds; turn += 1) {
      runs.plain.push(await plain(count, { rate: 20, seconds }));
      runs.ours.push(await product(world, count, { rate: 20, seconds }));
    }
    const of = (kind: 'plain' | 'ours', key: keyof Run): number => median(runs[kind].map((run) => run[key]));
    rows.push({
      what: `inbound → browser process, ${count} viewers at 20/s, p50 / p95`,
      ours: `${round(of('ours', 'p50'))} / ${round(of('ours', 'p95'))} ms`,
      floor: `${round(of('plain', 'p50'))} / ${round(of('plain', 'p95'))} ms (plain ws, no database)`,
      ratio: `${round(of('ours', 'p95') / of('plain', 'p95'))} × p95`,
    });
  }
  return rows;
}
