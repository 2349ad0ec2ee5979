import { messageId } from '@tiktickets/db';
import type { z } from 'zod';
import { addNoteInput, type MessageView } from '../contracts/index.ts';
import { type Context, notFound, requireUser, write } from '../kernel/index.ts';
import { lockTicket } from '../tickets/repository.ts';
import { messageViews } from './repository.ts';
import { reserveRemoteId } from './rules.ts';

/**
 * Writes a note for colleagues into a conversation, whoever has it and whatever its state. It is no activity: list,
 * unread count and customer do not change. The same `clientId` again gives the same note back.
 * @throws {AppError} `forbidden`, `not-found`, `invalid-input`
 */
export async function addNote(ctx: Context, input: z.input<typeof addNoteInput>): Promise<MessageView> {
  const actor = requireUser(ctx, 'message:note');
  const { ticketId, clientId, body } = addNoteInput.parse(input);
  return await write(ctx, async (scope) => {
    const ticket = await lockTicket(ctx, scope, ticketId);
    const sentAtMs = ctx.kernel.clock.now();
    const [row] = await scope.query<{ id: string }>(
      `insert into messages (tenant_id, id, ticket_id, attendance_id, channel_id, direction, kind, body, remote_chat,
                             remote_id, from_me, client_id, user_id, sent_at)
       values (app_tenant(), $1::uuid, $2::uuid, $3::uuid, $4::uuid, 'note', 'text', $5, $6, $7, true, $8, $9::uuid, $10::timestamptz)
       on conflict (tenant_id, ticket_id, client_id) where client_id is not null do update set client_id = excluded.client_id
       returning id`,
      [
        messageId(sentAtMs),
        ticketId,
        ticket.attendanceId,
        ticket.channelId,
        body,
        ticket.remoteChat,
        reserveRemoteId(),
        clientId,
        actor.userId,
        new Date(sentAtMs).toISOString(),
      ],
    );
    const [view] = row ? await messageViews(scope, [row.id]) : [];
    if (!view) throw notFound('message');
    scope.event({ type: 'ticket', entityId: ticketId, messageIds: [view.id] });
    return view;
  });
}
