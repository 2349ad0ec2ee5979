import { connectChannel } from '@tiktickets/core/channels';
import { waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outgoingStates, seenBy, ticketOf, untilDelivered } from './support/chats.ts';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { bia, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

/** From the fault to the stored state, as a screen would show it. */
const visibleWithinMs = 2_000;

let installation: Installation;
let simulator: Simulator;
let channelId: string;
beforeAll(async () => {
  simulator = await openNetwork();
  installation = await openInstallation();
  channelId = await installation.channel();
  await installation.worker({ driver: driverFor(simulator) });
  await pair(installation, simulator, channelId);
});
afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});
beforeEach(() => untilState(installation, channelId, 'connected'));

const strike = (fault: { kind: 'drop' | 'replaced' | 'removed' | 'restart' }) =>
  simulator.control.fault({ phone: companyPhone, ...fault });
/** The instant of the last change of state; a finished backlog changes the row, too. */
const changedAt = async () => {
  const [row] = await installation.owner<{ at: Date }[]>`
    select state_changed_at as at from channels where id = ${channelId}`;
  return row?.at.getTime() ?? 0;
};

describe('the state that people see', () => {
  it.each(['drop', 'restart'] as const)('after a %s says so and is connected again by itself', async (kind) => {
    const before = await changedAt();
    await strike({ kind });
    await waitFor(async () => (await changedAt()) > before, { timeoutMs: visibleWithinMs });
    await untilState(installation, channelId, 'connected');
  });

  it('after a 503 waits and comes back', async () => {
    const before = await changedAt();
    await simulator.control.fault({ kind: 'stream-error', phone: companyPhone, code: 503 });
    await waitFor(async () => (await changedAt()) > before, { timeoutMs: visibleWithinMs });
    await untilState(installation, channelId, 'connected');
  });

  it('after another client took the session is "replaced", and nobody fights for it', async () => {
    const before = await changedAt();
    await strike({ kind: 'replaced' });
    // Once may be our own owner before us: it is looked into with one more connection.
    await waitFor(async () => (await changedAt()) > before, { timeoutMs: visibleWithinMs });
    await untilState(installation, channelId, 'connected');
    await strike({ kind: 'replaced' });
    expect(await untilState(installation, channelId, 'replaced', visibleWithinMs)).toMatchObject({ desired: 'off' });
    await connectChannel(installation.admin, { id: channelId });
    await untilState(installation, channelId, 'connected');
  });

  it('of a refused message is "failed" with the provider code', async () => {
    const ticket = await ticketOf(installation, simulator, bia);
    await simulator.control.fault({ kind: 'nack', phone: companyPhone, code: '463' });
    const { id } = await installation.answer(ticket, 'refused');
    const failure = await waitFor(async () => {
      const [row] = await installation.owner<
        { failure: string | null }[]
      >`select failure from messages where id = ${id} and state = 'failed'`;
      return row?.failure;
    });
    expect(failure).toBe('restricted');
  });

  it('of messages written while the line is down is theirs in the end, in order', async () => {
    const ticket = await ticketOf(installation, simulator, bia);
    const already = (await seenBy(simulator, bia.phone)).length;
    expect(await outgoingStates(installation)).toEqual(['failed']);
    await installation.owner`delete from messages where tenant_id = ${installation.tenantId} and direction = 'out'`;
    const texts = Array.from({ length: 12 }, (_, n) => `through the drop ${n}`);
    for (const [n, text] of texts.entries()) {
      await installation.answer(ticket, text);
      if (n === 4 || n === 8) await strike({ kind: 'drop' });
    }
    await untilDelivered(installation, texts.length);
    expect((await seenBy(simulator, bia.phone)).slice(already)).toEqual(texts);
  });

  it('after the phone unlinked the device is "logged out", its keys are gone, and a new code pairs it again', async () => {
    await strike({ kind: 'removed' });
    expect(await untilState(installation, channelId, 'logged_out', visibleWithinMs)).toMatchObject({
      desired: 'off',
      phone: null,
    });
    await waitFor(
      async () => (await installation.owner`select from channel_keys where channel_id = ${channelId}`).length === 0,
    );
    await connectChannel(installation.admin, { id: channelId });
    await pair(installation, simulator, channelId);
  });
});
