import { type Context, write } from '../kernel/index.ts';

/** A part has been placed: it is dropped, and the channel says how far its past has come. */
export async function historyPartPlaced(ctx: Context, input: { channelId: string; id: string }): Promise<void> {
  await write(ctx, async (scope) => {
    const [shown] = await scope.query(
      `with placed as (
         update history_parts set state = 'done', content = null, error = null where id = $2::uuid and state = 'due' returning percent
       )
       update channels c set history_percent = nullif(greatest(c.history_percent, p.percent), 100), rev = c.rev + 1
       from placed p where c.id = $1::uuid and p.percent is not null returning c.id`,
      [input.channelId, input.id],
    );
    if (shown) scope.event({ type: 'channel', entityId: input.channelId });
  });
}

const maxAttempts = 6;

/** A part could not be had or read: later again, or given up. `error` is a stable code. */
export async function historyPartFailed(
  ctx: Context,
  input: { id: string; error: string; retryable: boolean },
): Promise<void> {
  await write(ctx, (scope) =>
    scope.query(
      `update history_parts set attempts = attempts + 1, error = left($2, 100),
              state = case when $3::bool and attempts + 1 < $4 then 'due' else 'failed' end,
              next_at = now() + least(600, 2 ^ (attempts + 2)) * interval '1 second'
       where id = $1::uuid and state = 'due'`,
      [input.id, input.error, input.retryable, maxAttempts],
    ),
  );
}
