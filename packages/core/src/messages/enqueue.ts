import { messageId } from '@tiktickets/db';
import type { MessageKind } from '../contracts/index.ts';
import type { Context, WriteScope } from '../kernel/index.ts';
import type { LockedTicket } from '../tickets/repository.ts';
import { reserveRemoteId } from './rules.ts';

export interface NewOutgoing {
  kind: MessageKind;
  body: string | null;
  clientId: string | null;
  userId: string | null;
  details?: object | null;
  quoted?: object | null;
  isForwarded?: boolean;
  mentions?: object | null;
  /** What the ticket list shows of it, when that is not its text. */
  preview?: string | null;
}

/**
 * Puts a message into the outbox of a locked ticket: stored, with its provider's id fixed and its place in the
 * conversation taken, it goes out by itself. @returns its id
 */
export async function enqueue(
  ctx: Context,
  scope: WriteScope,
  { ticket, message }: { ticket: LockedTicket; message: NewOutgoing },
): Promise<string> {
  const sentAtMs = ctx.kernel.clock.now();
  const id = messageId(sentAtMs);
  const sentAt = new Date(sentAtMs).toISOString();
  await Promise.all([
    scope.query(
      `with seq as (
         update tickets set outbound_seq = outbound_seq + 1, rev = rev + 1, last_at = greatest(last_at, $6::timestamptz),
                last_message_id = $2::uuid, last_kind = $11, last_direction = 'out', last_preview = left($5, 200), last_state = 'queued'
         where id = $1::uuid returning outbound_seq
       )
       insert into messages (tenant_id, id, ticket_id, attendance_id, channel_id, direction, kind, body, remote_chat,
                             remote_id, from_me, client_id, user_id, state, state_at, seq, sent_at, quoted, details, is_forwarded, mentions)
       select app_tenant(), $2::uuid, $1::uuid, $3::uuid, $4::uuid, 'out', $11, $14, $7, $8, true, $9, $10::uuid, 'queued', now(), outbound_seq,
              $6::timestamptz, $12::jsonb, $13::jsonb, $15::bool, $16::jsonb
       from seq`,
      [
        ticket.id,
        id,
        ticket.attendanceId,
        ticket.channelId,
        message.preview ?? message.body,
        sentAt,
        ticket.remoteChat,
        reserveRemoteId(),
        message.clientId,
        message.userId,
        message.kind,
        message.quoted ? JSON.stringify(message.quoted) : null,
        message.details ? JSON.stringify(message.details) : null,
        message.body,
        message.isForwarded ?? false,
        message.mentions ? JSON.stringify(message.mentions) : null,
      ],
    ),
    // What the system says by itself is no answer of a person's.
    message.userId === null
      ? null
      : scope.query('update attendances set first_response_at = $2 where id = $1::uuid and first_response_at is null', [
          ticket.attendanceId,
          sentAt,
        ]),
  ]);
  scope.event({ type: 'ticket', entityId: ticket.id, messageIds: [id] });
  scope.wake('lane', `${ctx.tenantId}:${ticket.channelId}`);
  return id;
}

/**
 * Puts a reaction, an edit or a deletion into the outbox. It keeps its place behind everything written before it, and
 * takes hold here when the provider has it; an earlier one of its kind that failed is forgotten.
 */
export async function enqueueChange(
  ctx: Context,
  scope: WriteScope,
  {
    ticket,
    change,
  }: {
    ticket: LockedTicket;
    change: { targetId: string; kind: 'reaction' | 'edit' | 'delete'; text: string | null; userId: string };
  },
): Promise<void> {
  const sentAtMs = ctx.kernel.clock.now();
  await scope.query(
    `update messages set discarded_at = now() where target_id = $1::uuid and kind = $2 and state = 'failed' and discarded_at is null`,
    [change.targetId, change.kind],
  );
  await scope.query(
    `with seq as (update tickets set outbound_seq = outbound_seq + 1 where id = $1::uuid returning outbound_seq),
     shown as (update messages set rev = rev + 1 where id = $7::uuid)
     insert into messages (tenant_id, id, ticket_id, attendance_id, channel_id, direction, kind, body, remote_chat,
                           remote_id, from_me, user_id, state, state_at, seq, sent_at, target_id)
     select app_tenant(), $2::uuid, $1::uuid, $3::uuid, $4::uuid, 'out', $8, $9, $5, $6, true, $10::uuid, 'queued', now(), outbound_seq, $11::timestamptz, $7::uuid
     from seq`,
    [
      ticket.id,
      messageId(sentAtMs),
      ticket.attendanceId,
      ticket.channelId,
      ticket.remoteChat,
      reserveRemoteId(),
      change.targetId,
      change.kind,
      change.text,
      change.userId,
      new Date(sentAtMs).toISOString(),
    ],
  );
  scope.event({ type: 'ticket', entityId: ticket.id, messageIds: [change.targetId] });
  scope.wake('lane', `${ctx.tenantId}:${ticket.channelId}`);
}
