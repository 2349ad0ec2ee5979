import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { checkRecipientInput, type RecipientView } from '../contracts/index.ts';
import { type Context, requireUser, write } from '../kernel/index.ts';
import { findRecipient, type KnownRecipient, knownRecipient } from './recipients.ts';
import { requireChannel } from './repository.ts';

/** Providers punish numbers that look up many others. */
const limit = { name: 'recipient-check', points: 30, durationS: 60 };
const patienceMs = 8_000;
const lookEveryMs = 150;

/**
 * Whether a phone number is on the channel's network, asked of it unless it was lately. Nothing is sent.
 * @throws {AppError} `not-found` for the channel, `invalid-input` on `phone`, `rate-limited`
 */
export async function checkRecipient(ctx: Context, input: z.input<typeof checkRecipientInput>): Promise<RecipientView> {
  const actor = requireUser(ctx, 'message:send');
  const { channelId, phone } = checkRecipientInput.parse(input);
  const known = await ask(ctx, { channelId, phone, userId: actor.userId });
  if (known) return present(phone, known);
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    await delay(lookEveryMs);
    const answer = await knownRecipient(ctx, { channelId, phone });
    if (answer) return present(phone, answer);
  }
  return { state: 'unknown', phone };
}

async function ask(
  ctx: Context,
  { channelId, phone, userId }: { channelId: string; phone: string; userId: string },
): Promise<KnownRecipient | null> {
  const known = await write(ctx, async (scope) => {
    await requireChannel(scope, ctx.tenantId, channelId);
    return await findRecipient(scope, { channelId, phone });
  });
  if (known) return known;
  await ctx.kernel.limits.take(limit, userId);
  const command = { type: 'check-recipient', tenantId: ctx.tenantId, channelId, phone };
  ctx.kernel.bus.publish('session', JSON.stringify(command));
  return null;
}

function present(asked: string, known: KnownRecipient): RecipientView {
  const named = known.state === 'exists' ? /^(\d+)@s\.whatsapp\.net$/.exec(known.jid)?.[1] : null;
  return { state: known.state, phone: named ?? asked };
}
