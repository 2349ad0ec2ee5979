import type { Scope } from '@tiktickets/db';
import type { LockedTicket } from '../tickets/repository.ts';

interface Mention {
  phone: string | null;
  lid: string | null;
}

/** Members of this room that a text really names; whoever is not in it is left out. */
export async function mentionedMembers(
  scope: Scope,
  { channelId, remoteChat, isGroup }: LockedTicket,
  { body, addresses }: { body: string; addresses: readonly string[] },
): Promise<Mention[] | null> {
  const named = isGroup ? addresses.filter((address) => new RegExp(`@${address}(?!\\d)`).test(body)) : [];
  if (named.length === 0) return null;
  const rows = await scope.query<{ member: string; lid: string | null }>(
    'select member, lid from group_members where channel_id = $1::uuid and remote_chat = $2 and member = any($3::text[])',
    [channelId, remoteChat, named],
  );
  return rows.map(({ member, lid }) => (member === lid ? { lid: member, phone: null } : { lid: null, phone: member }));
}
