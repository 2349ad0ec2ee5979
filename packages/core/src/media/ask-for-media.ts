import type { z } from 'zod';
import { mediaIdInput } from '../contracts/index.ts';
import { type Context, notFound, requirePermission, write } from '../kernel/index.ts';
import { viewerParameters, visibleSql } from '../tickets/visibility.ts';
import { announceMedia } from './repository.ts';

/** Fetches a file of the past, which waits for somebody who wants it. The same again changes nothing. @throws {AppError} `not-found` */
export async function askForMedia(ctx: Context, input: z.infer<typeof mediaIdInput>): Promise<void> {
  requirePermission(ctx, 'message:read');
  const { id } = mediaIdInput.parse(input);
  await write(ctx, async (scope) => {
    const [file] = await scope.query<{
      ticket_id: string;
      message_id: string | null;
      channel_id: string;
      state: string;
    }>(
      `select f.ticket_id, f.message_id, f.channel_id, f.state from media f
       join tickets t on t.tenant_id = f.tenant_id and t.id = f.ticket_id where f.id = $5::uuid and ${visibleSql} for update of f`,
      [...viewerParameters(ctx), id],
    );
    if (!file) throw notFound('media');
    if (file.state !== 'remote') return;
    await scope.query(`update media set state = 'due', next_at = null, attempts = 0 where id = $1::uuid`, [id]);
    await announceMedia(scope, { ticketId: file.ticket_id, messageId: file.message_id });
    scope.wake('lane', `${ctx.tenantId}:${file.channel_id}`);
  });
}
