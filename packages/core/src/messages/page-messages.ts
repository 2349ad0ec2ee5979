import type { Scope } from '@tiktickets/db';
import type { z } from 'zod';
import { idSchema, type MessagePage, pageMessagesInput } from '../contracts/index.ts';
import { type Context, invalidInput, read, requirePermission } from '../kernel/index.ts';
import { ticketViewNow } from '../tickets/index.ts';
import { type MessageRow, messageColumns, messageJoins, presentMessage } from './present.ts';

const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** One page of a conversation, newest first, going back in time. @throws {AppError} `not-found` */
export async function pageMessages(ctx: Context, input: z.input<typeof pageMessagesInput>): Promise<MessagePage> {
  requirePermission(ctx, 'message:read');
  const { ticketId, cursor, limit } = pageMessagesInput.parse(input);
  if (cursor && !idSchema.safeParse(cursor).success) throw invalidInput('cursor', 'was not given out by this list');
  const pageOf = (scope: Scope, id: string): Promise<MessageRow[]> =>
    scope.query<MessageRow>(
      `select ${messageColumns} from (
           select * from messages m where m.ticket_id = $1::uuid and m.id < $2::uuid and m.target_id is null and m.discarded_at is null order by m.id desc limit $3
         ) m ${messageJoins} order by m.id desc`,
      [id, cursor ?? newest, limit + 1],
    );
  const rows = await read(ctx, async (scope) => {
    // Both go out at once; the page is only used when the ticket may be seen.
    const [ticket, page] = await Promise.all([ticketViewNow(ctx, scope, ticketId), pageOf(scope, ticketId)]);
    return ticket.id === ticketId ? page : await pageOf(scope, ticket.id);
  });
  const items = rows.slice(0, limit).map(presentMessage);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
