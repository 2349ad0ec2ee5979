import type { UserContext } from '../kernel/index.ts';
import { write } from '../kernel/index.ts';

/** Revokes the session of `ctx`; its open sockets close at once. */
export async function signOut(ctx: UserContext): Promise<void> {
  await write(ctx, async (scope) => {
    await scope.query('update sessions set revoked_at = now() where id = $1 and revoked_at is null', [
      ctx.actor.sessionId,
    ]);
    scope.audit({ action: 'session.revoked', entityId: ctx.actor.sessionId });
    scope.wake(
      'scope',
      JSON.stringify({ tenantId: ctx.tenantId, userId: ctx.actor.userId, sessionId: ctx.actor.sessionId }),
    );
  });
}
