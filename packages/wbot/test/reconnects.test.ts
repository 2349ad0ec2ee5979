import { queryObjects } from 'node:v8';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ana, companyPhone, Desk } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

/** Connections that are still reachable, the simulator's ends too; collects garbage first. */
const liveSockets = (): number => queryObjects(WebSocket, { format: 'count' });

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('sockets that ended leave no connection and no timer behind, however many there were', async () => {
  await using desk = await Desk.connected();
  async function reconnect(round: number): Promise<void> {
    desk.host.caughtUp = 0;
    await desk.control.fault({ kind: 'drop', phone: companyPhone });
    await waitFor('the connection', () => desk.session.phase === 'connected' && desk.host.caughtUp > 0);
    await desk.receive(ana.phone, { text: `volta ${round}` });
  }
  for (let round = 0; round < 3; round += 1) await reconnect(round);
  const before = { sockets: liveSockets(), timers: timers() };
  expect(before.sockets).toBeGreaterThan(0);
  for (let round = 0; round < 30; round += 1) await reconnect(round);
  // What the last ones hold goes with their time-outs; of thirty that leaked, this many could not remain.
  const few = 6;
  await waitFor('the sockets to go', () => liveSockets() <= before.sockets + few);
  await waitFor('the timers to go', () => timers() <= before.timers + few * 2);
}, 60_000);
