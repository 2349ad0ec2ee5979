import { randomUUID } from 'node:crypto';
import { channelContext } from '@tiktickets/core/kernel';
import { type Arrival, ingestBatch } from '@tiktickets/core/messages';
import { createFloor } from './floor.ts';
import { load, median, round } from './measure.ts';
import type { Row } from './report.ts';
import type { World } from './world.ts';

/** Three quarters go to live conversations, a fifth to closed ones, the rest are new people. */
function contactOf(n: number, contacts: number): number {
  const kind = n % 20;
  if (kind === 0) return 10_000_000 + n;
  const spread = (n * 7_919) % contacts;
  return kind < 5 ? spread : Math.floor(spread / 100) * 100 + (n % 5);
}

function arrival(n: number, contacts: number): Arrival {
  const phone = String(5_511_900_000_000 + contactOf(n, contacts));
  return {
    journalId: null,
    content: null,
    inbound: {
      remoteChat: `${phone}@s.whatsapp.net`,
      remoteId: randomUUID(),
      fromMe: false,
      isGroup: false,
      person: { phone, lid: null, pushName: 'Cliente' },
      kind: 'text',
      rawKind: null,
      body: 'Olá, tudo bem? Queria saber do meu pedido.',
      sentAtMs: Date.now(),
    },
  };
}

/** As the worker does it: one batch in flight, the next takes what waits. `callers` are conversations that write at once. */
function lane(world: World, contacts: number): (n: number) => Promise<void> {
  const ctx = channelContext(world.kernel, world.tenantId, world.channelId);
  const waiting: { arrival: Arrival; done: () => void; failed: (error: unknown) => void }[] = [];
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 64);
      try {
        await ingestBatch(ctx, { channelId: world.channelId, messages: batch.map((entry) => entry.arrival) });
        for (const entry of batch) entry.done();
      } catch (error) {
        for (const entry of batch) entry.failed(error);
      }
    }
    running = false;
  };
  return (n) =>
    new Promise((done, failed) => {
      waiting.push({ arrival: arrival(n, contacts), done, failed });
      if (!running) queueMicrotask(() => void (running || run()));
    });
}

/** Floor and product in turn, so that a neighbour on the machine hits both. */
export async function benchIngest(
  world: World,
  { contacts, rounds, sliceMs }: { contacts: number; rounds: number; sliceMs: number },
): Promise<Row[]> {
  const floor = createFloor(world.owner, world.tenantId, world.channelId);
  const verb = lane(world, contacts);
  let n = 0;
  const next = (): number => {
    n += 1;
    return n;
  };
  const rows: Row[] = [];
  for (const concurrency of [1, 8, 32]) {
    const figures = { floor: [] as number[], ours: [] as number[], cpu: [] as number[], ratio: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const below = await load({ concurrency, ms: sliceMs }, () => floor.ingest(next() % contacts));
      const ours = await load({ concurrency, ms: sliceMs }, () => verb(next()));
      figures.floor.push(below.perSecond);
      figures.ours.push(ours.perSecond);
      figures.cpu.push(ours.cpuMsPerCall);
      figures.ratio.push(ours.perSecond / below.perSecond);
    }
    rows.push({
      what: `ingest, c = ${concurrency}, messages/s`,
      ours: `${round(median(figures.ours))} (${round(median(figures.cpu))} Node CPU-ms each)`,
      floor: round(median(figures.floor)),
      ratio: `${round(median(figures.ratio))} ×`,
    });
  }
  return rows;
}
