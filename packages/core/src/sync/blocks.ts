import type { PersonReference } from '@tiktickets/wbot/contract';
import { type Context, read, type WriteScope, write } from '../kernel/index.ts';

export interface DueBlock extends PersonReference {
  contactId: string;
  isBlocked: boolean;
}

/** Whom the number has to block, or no longer. */
export function dueBlocks(ctx: Context, input: { channelId: string }): Promise<DueBlock[]> {
  return read(ctx, (scope) =>
    scope.query<DueBlock>(
      `select b.contact_id as "contactId", b.wanted as "isBlocked", c.phone,
              (select i.value from contact_identities i where i.contact_id = c.id and i.kind = 'lid' limit 1) as lid
       from contact_blocks b join contacts c on c.tenant_id = b.tenant_id and c.id = b.contact_id
       where b.channel_id = $1::uuid and b.wanted <> b.actual order by b.changed_at limit 20`,
      [input.channelId],
    ),
  );
}

async function announce(scope: WriteScope, channelId: string, contactIds: readonly string[]): Promise<void> {
  const tickets = await scope.query<{ id: string }>(
    'update tickets set rev = rev + 1 where channel_id = $1::uuid and contact_id = any($2::uuid[]) returning id',
    [channelId, [...contactIds]],
  );
  for (const { id } of tickets) scope.event({ type: 'ticket', entityId: id });
}

/** What became of it: the provider did it, or refused for good, and then it is as it was. */
export async function blockSettled(
  ctx: Context,
  input: { channelId: string; contactId: string; isBlocked: boolean },
): Promise<void> {
  const { channelId, contactId, isBlocked } = input;
  await write(ctx, async (scope) => {
    await scope.query(
      `update contact_blocks set actual = $3, wanted = $3 where channel_id = $1::uuid and contact_id = $2::uuid`,
      [channelId, contactId, isBlocked],
    );
    await announce(scope, channelId, [contactId]);
  });
}

/** Whom the number blocks, as the provider says: all of them, or what changed on the phone. What somebody here asked for meanwhile stays asked for. */
export async function recordBlocked(
  ctx: Context,
  input: { channelId: string; isWhole: boolean; people: readonly (PersonReference & { isBlocked: boolean })[] },
): Promise<void> {
  const { channelId, isWhole, people } = input;
  const ids = people.flatMap(({ phone, lid, isBlocked }) =>
    [['lid', lid] as const, ['phone', phone] as const].flatMap(([kind, value]) =>
      value ? [{ kind, value, isBlocked }] : [],
    ),
  );
  await write(ctx, async (scope) => {
    const told = await scope.query<{ contact_id: string }>(
      `insert into contact_blocks (tenant_id, channel_id, contact_id, wanted, actual)
       select distinct on (i.contact_id) app_tenant(), $1::uuid, i.contact_id, w.blocked::bool, w.blocked::bool
       from unnest($2::text[], $3::text[], $4::text[]) as w (kind, value, blocked)
       join contact_identities i on i.kind = w.kind and i.value = w.value
       on conflict (tenant_id, contact_id, channel_id) do update
         set wanted = case when contact_blocks.wanted = contact_blocks.actual then excluded.actual else contact_blocks.wanted end,
             actual = excluded.actual, changed_at = now()
         where contact_blocks.actual <> excluded.actual
       returning contact_id`,
      [channelId, ids.map((id) => id.kind), ids.map((id) => id.value), ids.map((id) => String(id.isBlocked))],
    );
    const freed = isWhole
      ? await scope.query<{ contact_id: string }>(
          `update contact_blocks b set actual = false, wanted = b.wanted and not b.actual, changed_at = now()
           where b.channel_id = $1::uuid and b.actual and not exists (
             select from unnest($2::text[], $3::text[]) as w (kind, value)
             join contact_identities i on i.kind = w.kind and i.value = w.value where i.contact_id = b.contact_id)
           returning b.contact_id`,
          [channelId, ids.map((id) => id.kind), ids.map((id) => id.value)],
        )
      : [];
    await announce(
      scope,
      channelId,
      [...told, ...freed].map((row) => row.contact_id),
    );
  });
}
