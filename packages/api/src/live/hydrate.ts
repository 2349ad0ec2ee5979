import { channelViews } from '@tiktickets/core/channels';
import type { LiveItem } from '@tiktickets/core/contracts';
import { type Context, type FeedEvent, read } from '@tiktickets/core/kernel';
import { messageViews } from '@tiktickets/core/messages';
import { mergedTickets, ticketViews } from '@tiktickets/core/tickets';

/** The changed entities as they are now, each once, whatever the number of viewers. Tickets come before their messages. */
export async function hydrate(ctx: Context, events: readonly FeedEvent[]): Promise<LiveItem[]> {
  if (events.length === 0) return [];
  const idsOf = (type: FeedEvent['type']): string[] => [
    ...new Set(events.filter((event) => event.type === type).map((event) => event.entityId)),
  ];
  const messageIds = [...new Set(events.flatMap((event) => event.messageIds))];
  const [tickets, messages, channels] = await read(ctx, (scope) =>
    Promise.all([
      ticketViews(ctx, scope, idsOf('ticket')),
      messageViews(scope, messageIds),
      channelViews(scope, ctx.tenantId, idsOf('channel')),
    ]),
  );
  const shown = new Set(messages.map((message) => message.id));
  const gone = events.flatMap(({ entityId, messageIds: ids }) =>
    ids.filter((id) => !shown.has(id)).map((messageId) => ({ ticketId: entityId, messageId })),
  );
  const merged = await mergedTickets(
    ctx,
    idsOf('ticket').filter((id) => !tickets.some((ticket) => ticket.id === id)),
  );
  return [
    ...merged.map(({ id, mergedInto }) => ({ type: 'ticket-gone' as const, ticketId: id, mergedInto })),
    ...tickets.map((ticket) => ({ type: 'ticket' as const, ticket })),
    ...messages.sort((a, b) => (a.id < b.id ? -1 : 1)).map((message) => ({ type: 'message' as const, message })),
    ...gone.map((item) => ({ type: 'message-gone' as const, ...item })),
    ...channels.map((channel) => ({ type: 'channel' as const, channel })),
  ];
}
