import { sqlState } from '@tiktickets/db';
import type { InboundMessage } from '@tiktickets/wbot/contract';
import { mergeContacts } from '../contacts/index.ts';
import { type Context, toAppError, write } from '../kernel/index.ts';
import type { Batch } from './arrival.ts';
import { planBatch } from './ingest-plan.ts';
import { lookUp, StalePlan, store } from './ingest-store.ts';
import { journalFailed } from './journal.ts';
import { storable } from './storable.ts';

/**
 * Turns arrivals of one channel into contacts, tickets, attendances and messages: one transaction, two flights,
 * whatever their number. What is already stored counts nowhere. One batch at a time per channel keeps a chat in order.
 * A batch that fails is repeated one by one, so that a poisoned message harms only itself.
 * @returns how many messages were new
 * @throws {AppError} `unavailable` when the database is away: nothing was stored, try again; `not-found` for a foreign channel
 */
export async function ingestBatch(ctx: Context, batch: Batch): Promise<number> {
  try {
    return await ingestOnce(ctx, batch);
  } catch (error) {
    rethrowExpected(error);
    if (batch.messages.length > 1) return await ingestSingly(ctx, batch);
    return await retrySingle(ctx, batch, error);
  }
}

async function ingestSingly(ctx: Context, batch: Batch): Promise<number> {
  let stored = 0;
  for (const arrival of batch.messages) stored += await ingestBatch(ctx, { ...batch, messages: [arrival] });
  return stored;
}

/**
 * Another process may have created the same contact or ticket at this instant (23505), made one of two (23503, stale), or
 * waited for us as we for it (40P01): look again, at most three times.
 */
const mayPass = (error: unknown): boolean =>
  error instanceof StalePlan || ['23505', '23503', '40P01'].includes(sqlState(error) ?? '');

async function retrySingle(ctx: Context, batch: Batch, first: unknown): Promise<number> {
  let error = first;
  for (let attempt = 0; attempt < 3 && mayPass(error); attempt += 1) {
    try {
      return await ingestOnce(ctx, batch);
    } catch (again) {
      rethrowExpected(again);
      error = again;
    }
  }
  const reason = sqlState(error) ?? (error instanceof Error ? error.name : 'unknown');
  ctx.kernel.logger.error(
    { err: error, tenantId: ctx.tenantId, channelId: batch.channelId },
    'a message could not be stored; its journal entry is kept',
  );
  for (const { journalId } of batch.messages) if (journalId) await journalFailed(ctx, { journalId, error: reason });
  return 0;
}

/** An expected error, or a database that is away, concerns the whole batch and not one of its messages. */
function rethrowExpected(error: unknown): void {
  const appError = toAppError(error);
  if (appError.code !== 'internal') throw appError;
}

async function ingestOnce(ctx: Context, given: Batch): Promise<number> {
  const messages = given.messages.map((arrival) => ({ ...arrival, inbound: storable(arrival.inbound) }));
  const batch: Batch = { ...given, messages };
  const { stored, same } = await write(ctx, async (scope) => {
    const known = await lookUp(scope, batch);
    const plan = planBatch(batch, known, ctx.kernel.clock.now());
    return plan.same.length > 0 ? { stored: 0, same: plan.same } : { stored: await store(scope, plan), same: [] };
  });
  for (const contactIds of same) await mergeContacts(ctx, { contactIds });
  if (same.length > 0) return await ingestOnce(ctx, batch);
  if (stored > 0) ctx.kernel.bus.publish('feed', ctx.tenantId);
  return stored;
}

/** A message that we cannot read yet: a visible placeholder, filled in place when the real content comes. */
export function recordUndecryptable(
  ctx: Context,
  input: { channelId: string; inbound: InboundMessage },
): Promise<number> {
  const inbound = { ...input.inbound, kind: 'undecryptable' as const, body: null };
  return ingestBatch(ctx, { channelId: input.channelId, messages: [{ journalId: null, inbound, content: null }] });
}
