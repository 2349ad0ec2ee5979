import type { Scope } from '@tiktickets/db';
import { type Context, read, write } from '../kernel/index.ts';

/** How long an answer about a number is believed. People join by the day; a wrong number is often corrected at once. */
const believedMs = { exists: 24 * 3_600_000, missing: 10 * 60_000 };

export type KnownRecipient = { state: 'exists'; jid: string; lid: string | null } | { state: 'missing' };

interface Row {
  state: 'due' | 'exists' | 'missing';
  jid: string | null;
  lid: string | null;
  age_ms: number | null;
}

/** What the provider said of a number not long ago; null when it has to be asked. */
export function knownRecipient(
  ctx: Context,
  { channelId, phone }: { channelId: string; phone: string },
): Promise<KnownRecipient | null> {
  return read(ctx, (scope) => findRecipient(scope, { channelId, phone }));
}

export async function findRecipient(
  scope: Scope,
  { channelId, phone }: { channelId: string; phone: string },
): Promise<KnownRecipient | null> {
  const [row] = await scope.query<Row>(
    `select state, jid, lid, (extract(epoch from now() - checked_at) * 1000)::float8 as age_ms
     from recipient_checks where channel_id = $1::uuid and phone = $2`,
    [channelId, phone],
  );
  if (!row || row.state === 'due' || row.age_ms === null || row.age_ms > believedMs[row.state]) return null;
  return row.state === 'exists' && row.jid ? { state: 'exists', jid: row.jid, lid: row.lid } : { state: 'missing' };
}

/** Keeps the provider's answer. @param answer `recipient` null: nobody has this number */
export async function recordRecipient(
  ctx: Context,
  answer: { channelId: string; phone: string; recipient: { jid: string; lid: string | null } | null },
): Promise<KnownRecipient> {
  const { channelId, phone, recipient } = answer;
  await write(ctx, (scope) =>
    scope.query(
      `insert into recipient_checks (tenant_id, channel_id, phone, state, jid, lid, checked_at)
       values (app_tenant(), $1, $2, $3, $4, $5, now())
       on conflict (tenant_id, channel_id, phone) do update
         set state = excluded.state, jid = excluded.jid, lid = excluded.lid, checked_at = excluded.checked_at`,
      [channelId, phone, recipient ? 'exists' : 'missing', recipient?.jid ?? null, recipient?.lid ?? null],
    ),
  );
  return recipient ? { state: 'exists', ...recipient } : { state: 'missing' };
}
