import { knownRecipient, recordRecipient } from '@tiktickets/core/channels';
import { type ClaimedMessage, readdress } from '@tiktickets/core/outbox';
import { type ChannelSession, SendError } from '@tiktickets/wbot/contract';
import type { LaneHost } from './lane-host.ts';

/**
 * Where a message goes. Somebody who never wrote to us and is known by a number only is looked up first: nothing is sent
 * to a number that nobody has, and the provider's spelling of it is used from then on. @throws {SendError}
 */
export async function addressOf(host: LaneHost, session: ChannelSession, message: ClaimedMessage): Promise<string> {
  const { ctx, channelId } = host;
  const { remoteChat, ticketId } = message;
  const phone = message.isCold ? /^(\d{8,15})@s\.whatsapp\.net$/.exec(remoteChat)?.[1] : null;
  if (!phone) return remoteChat;
  const known =
    (await knownRecipient(ctx, { channelId, phone })) ??
    (await recordRecipient(ctx, { channelId, phone, recipient: await session.checkRecipient(phone) }));
  if (known.state === 'missing') throw new SendError('permanent', 'not_on_whatsapp');
  if (known.jid !== remoteChat) await readdress(ctx, { ticketId, from: remoteChat, to: known });
  return known.jid;
}
