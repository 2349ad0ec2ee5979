import { waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outgoingStates, seenBy, ticketOf, untilDelivered } from './support/chats.ts';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { bia, caio, companyPhone, openNetwork, pair } from './support/network.ts';
import { spawnWorker, type WorkerProcess } from './support/worker-process.ts';

let installation: Installation;
let simulator: Simulator;
let channelId: string;
let running: WorkerProcess[];
beforeEach(async () => {
  simulator = await openNetwork();
  installation = await openInstallation();
  channelId = await installation.channel();
  running = [];
  await start();
  await pair(installation, simulator, channelId);
}, 60_000);
afterEach(async () => {
  for (const worker of running) worker.signal('SIGKILL');
  await Promise.all(running.map((worker) => worker.ended));
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});

async function start(): Promise<WorkerProcess> {
  const worker = await spawnWorker(installation, { wsUrl: simulator.wsUrl });
  running.push(worker);
  return worker;
}
async function killFirst(): Promise<void> {
  const [worker] = running;
  worker?.signal('SIGKILL');
  await worker?.ended;
}
const sequence = (count: number) => Array.from({ length: count }, (_, n) => `answer ${n}`);
async function answerAll(ticketId: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) await installation.answer(ticketId, text);
}

describe('a worker killed with -9 while it sends', () => {
  it('before a byte was written: the next owner sends it once', async () => {
    const ticket = await ticketOf(installation, simulator, bia);
    // The question for the customer's devices is never answered, so the send hangs with its row in `sending`.
    await simulator.control.fault({ kind: 'silent-iq', phone: companyPhone, xmlns: 'usync', count: 1 });
    await answerAll(ticket, sequence(4));
    await waitFor(async () => (await outgoingStates(installation)).includes('sending'));
    expect(await seenBy(simulator, bia.phone)).toEqual([]);
    await killFirst();
    await start();
    await untilDelivered(installation, 4);
    expect(await seenBy(simulator, bia.phone)).toEqual(sequence(4));
  });

  it('after the server took it and before it said so: sent again under the same id, seen once', async () => {
    const ticket = await ticketOf(installation, simulator, bia);
    await simulator.control.fault({ kind: 'lost-ack', phone: companyPhone, count: 2 });
    await answerAll(ticket, sequence(2));
    await waitFor(async () => (await seenBy(simulator, bia.phone)).length === 2);
    await killFirst();
    await answerAll(ticket, ['answer 2', 'answer 3']);
    await start();
    await untilDelivered(installation, 4);
    expect(await seenBy(simulator, bia.phone)).toEqual(sequence(4));
  });

  it('in the middle of many, with acknowledgements on their way: nothing lost, nothing twice, order kept', async () => {
    const tickets = [await ticketOf(installation, simulator, bia), await ticketOf(installation, simulator, caio)];
    for (const text of sequence(15)) for (const ticket of tickets) await installation.answer(ticket, text);
    await waitFor(async () => (await outgoingStates(installation)).filter((state) => state !== 'queued').length >= 8);
    await killFirst();
    await start();
    await untilDelivered(installation, 30);
    for (const person of [bia, caio]) expect(await seenBy(simulator, person.phone)).toEqual(sequence(15));
  });
});

describe('a worker killed with -9 while it ingests', () => {
  it('loses nothing, stores nothing twice and keeps the order', async () => {
    const texts = sequence(40);
    const writing = (async () => {
      for (const text of texts) await simulator.control.send(caio.phone, { to: companyPhone, text });
    })();
    const bodies = async () => {
      const rows = await installation.owner<{ body: string }[]>`
        select body from messages where tenant_id = ${installation.tenantId} and direction = 'in' order by id`;
      return rows.map((row) => row.body);
    };
    await waitFor(async () => (await bodies()).length >= 5);
    await killFirst();
    await writing;
    await start();
    await waitFor(async () => (await bodies()).length >= texts.length, { timeoutMs: 25_000 });
    expect(await bodies()).toEqual(texts);
    expect(await installation.owner`select from tickets where tenant_id = ${installation.tenantId}`).toHaveLength(1);
  });
});

describe('a worker frozen for longer than its lease', () => {
  it('changes nothing after it wakes up; the one that took over goes on', async () => {
    const ticket = await ticketOf(installation, simulator, bia);
    const [zombie] = running;
    await answerAll(ticket, sequence(2));
    await untilDelivered(installation, 2);
    zombie?.signal('SIGSTOP');
    await start();
    await answerAll(ticket, ['answer 2', 'answer 3']);
    await untilDelivered(installation, 4);
    zombie?.signal('SIGCONT');
    await waitFor(() => zombie?.log().includes('shards lost'), { what: 'the zombie to notice' });
    await answerAll(ticket, ['answer 4', 'answer 5']);
    await untilDelivered(installation, 6);
    expect(await seenBy(simulator, bia.phone)).toEqual(sequence(6));
    await untilState(installation, channelId, 'connected');
    const [channel] = await installation.owner`select desired from channels where id = ${channelId}`;
    expect(channel).toEqual({ desired: 'on' });
  });
});

describe('a worker that is asked to end', () => {
  it('finishes, says so, gives its shards back and can be followed at once', async () => {
    const ticket = await ticketOf(installation, simulator, bia);
    await answerAll(ticket, sequence(3));
    const [worker] = running;
    worker?.signal('SIGTERM');
    expect(await worker?.ended).toEqual({ code: 0, signal: null });
    expect(await installation.owner`select from session_shards where owner is not null`).toHaveLength(0);
    expect(await installation.owner`select from workers`).toHaveLength(0);
    await untilState(installation, channelId, 'disconnected');
    await start();
    await untilDelivered(installation, 3);
    expect(await seenBy(simulator, bia.phone)).toEqual(sequence(3));
    await untilState(installation, channelId, 'connected');
  });
});
