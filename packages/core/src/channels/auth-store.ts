import type { AuthStore, KeyChange } from '@tiktickets/wbot/contract';
import type { Context } from '../kernel/index.ts';
import { read, write } from '../kernel/index.ts';
import { type Fence, fenceParameters, fenceSql, heldSql, requireHeld } from './fence.ts';
import { channelSecrets } from './secrets.ts';

/**
 * Credentials and Signal keys of one channel, encrypted at rest. Each call is one fenced statement: of two processes
 * that believe they own the channel, only the one with the present epoch writes.
 * @throws {Fenced} from every write once another process owns the channel
 */
export function authStore(ctx: Context, { channelId, fence }: { channelId: string; fence: Fence }): AuthStore {
  const box = channelSecrets(ctx);
  const labelOf = (type: string, id: string): string => [channelId, type, id].join('\n');
  const place = [ctx.tenantId, channelId];
  const fenced = async (statement: string, parameters: (string[] | Uint8Array)[] = []): Promise<void> => {
    const rows = await write(ctx, (scope) =>
      scope.query<{ held: number }>(`with ${fenceSql}, ${statement} select ${heldSql}`, [
        ...fenceParameters(fence),
        ...place,
        ...parameters,
      ]),
    );
    requireHeld(rows);
  };

  return {
    loadCredentials: async () => {
      const [row] = await read(ctx, (scope) =>
        scope.query<{ value: Uint8Array }>(
          'select value from channel_credentials where tenant_id = $1 and channel_id = $2',
          place,
        ),
      );
      return row ? box.open(labelOf('credentials', ''), row.value) : null;
    },
    saveCredentials: (json) =>
      fenced(
        `kept as (
           insert into channel_credentials (tenant_id, channel_id, value)
           select $4, $5, $6::bytea where exists (select from fence)
           on conflict (tenant_id, channel_id) do update set value = excluded.value, updated_at = now()
         )`,
        [box.seal(labelOf('credentials', ''), json)],
      ),
    loadKeys: async (type, ids) => {
      const rows = await read(ctx, (scope) =>
        scope.query<{ key_id: string; value: Uint8Array }>(
          'select key_id, value from channel_keys where tenant_id = $1 and channel_id = $2 and type = $3 and key_id = any($4::text[])',
          [...place, type, [...ids]],
        ),
      );
      return new Map(rows.map((row) => [row.key_id, box.open(labelOf(type, row.key_id), row.value)]));
    },
    saveKeys: async (changes) => {
      const { gone, kept } = lastOfEach(changes);
      await fenced(
        `gone as (
           delete from channel_keys k using unnest($6::text[], $7::text[]) as g (type, key_id)
           where k.tenant_id = $4 and k.channel_id = $5 and k.type = g.type and k.key_id = g.key_id
             and exists (select from fence)
         ), kept as (
           insert into channel_keys (tenant_id, channel_id, type, key_id, value)
           select $4, $5, type, key_id, decode(sealed, 'base64')
           from unnest($8::text[], $9::text[], $10::text[]) as n (type, key_id, sealed)
           where exists (select from fence)
           on conflict (tenant_id, channel_id, type, key_id) do update set value = excluded.value
         )`,
        [
          gone.map((change) => change.type),
          gone.map((change) => change.id),
          kept.map((change) => change.type),
          kept.map((change) => change.id),
          kept.map((change) => Buffer.from(box.seal(labelOf(change.type, change.id), change.value)).toString('base64')),
        ],
      );
    },
    wipe: () =>
      fenced(
        `credentials as (
           delete from channel_credentials where tenant_id = $4 and channel_id = $5 and exists (select from fence)
         ), keys as (
           delete from channel_keys where tenant_id = $4 and channel_id = $5 and exists (select from fence)
         )`,
      ),
  };
}

/** One statement may touch a row once; of several changes to one key the last counts. */
function lastOfEach(changes: readonly KeyChange[]): {
  gone: { type: string; id: string }[];
  kept: { type: string; id: string; value: string }[];
} {
  const last = new Map(changes.map((change) => [`${change.type}\n${change.id}`, change]));
  const gone: { type: string; id: string }[] = [];
  const kept: { type: string; id: string; value: string }[] = [];
  for (const { type, id, value } of last.values()) {
    if (value === null) gone.push({ type, id });
    else kept.push({ type, id, value });
  }
  return { gone, kept };
}
