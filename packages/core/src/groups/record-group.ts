import type { Scope } from '@tiktickets/db';
import type { GroupInfo } from '@tiktickets/wbot/contract';
import { canonicalPhone, changingIdentities, cleanName } from '../contacts/index.ts';
import type { Context } from '../kernel/index.ts';
import { storableText } from '../messages/rules.ts';
import { settleInGroup } from './settle-in-group.ts';

interface Place {
  channelId: string;
  remoteChat: string;
}
interface Own {
  phone: string | null;
  lid: string | null;
}

/**
 * What the provider says a group is now: subject, description, who is in it. It names the group's room, if there is one.
 * Nothing is kept where groups are switched off, nor for a foreign channel.
 */
export async function recordGroup(ctx: Context, input: { channelId: string; group: GroupInfo }): Promise<void> {
  const { channelId, group } = input;
  const place = { channelId, remoteChat: group.remoteChat };
  // Alone, so that a room that is being made gets its name from here or there.
  await changingIdentities(ctx, async (scope) => {
    const [own] = await scope.query<Own>('select phone, lid from channels where id = $1::uuid and takes_groups', [
      channelId,
    ]);
    if (!own) return;
    await storeGroup(scope, place, group);
    // Of a group that is not ours any more the provider tells nothing: who was in it stays to be seen.
    if (group.isMember) await storeMembers(scope, { ...place, own }, group.participants);
    const [ticket] = await scope.query<{ id: string }>(
      `update tickets set rev = rev + 1 where channel_id = $1::uuid and remote_chat = $2 and is_group returning id`,
      [channelId, group.remoteChat],
    );
    if (!ticket) return;
    scope.event({ type: 'ticket', entityId: ticket.id });
    await settleInGroup(scope, { ticketId: ticket.id, messageIds: null });
  });
}

async function storeGroup(scope: Scope, { channelId, remoteChat }: Place, group: GroupInfo): Promise<void> {
  const subject = cleanName(group.subject);
  await scope.query(
    `insert into groups (tenant_id, channel_id, remote_chat, subject, description, is_announcement, is_member)
     values (app_tenant(), $1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, channel_id, remote_chat) do update set known_at = now(), is_member = excluded.is_member,
       subject = coalesce(excluded.subject, groups.subject),
       description = case when excluded.is_member then excluded.description else groups.description end,
       is_announcement = case when excluded.is_member then excluded.is_announcement else groups.is_announcement end`,
    [channelId, remoteChat, subject, storableText(group.description), group.isAnnouncement, group.isMember],
  );
  if (!subject) return;
  await scope.query(
    `update contacts c set name = $2, name_source = 'provider' from contact_identities i
     where i.kind = 'group' and i.value = $1 and c.id = i.contact_id and c.name_source <> 'person' and c.name <> $2`,
    [remoteChat, subject],
  );
}

/** Members who stay keep their place; whoever was there when the group became known is taken to have always been. */
async function storeMembers(
  scope: Scope,
  { channelId, remoteChat, own }: Place & { own: Own },
  participants: GroupInfo['participants'],
): Promise<void> {
  const members = participants.filter((member) => member.lid ?? member.phone).map((member) => asOurselves(member, own));
  await scope.query(membersSql, [
    channelId,
    remoteChat,
    members.map((member) => member.lid),
    members.map((member) => member.phone),
    members.map((member) => member.role),
  ]);
}

/** Our own number is kept as the channel spells it, so that it is found again. */
function asOurselves(member: GroupInfo['participants'][number], own: Own): GroupInfo['participants'][number] {
  const phone = member.phone && canonicalPhone(member.phone);
  const isUs =
    (own.lid !== null && member.lid === own.lid) || (own.phone !== null && phone === canonicalPhone(own.phone));
  return isUs ? { ...member, lid: own.lid ?? member.lid, phone: own.phone } : { ...member, phone };
}

const membersSql = `
  with told as (
    select distinct on (coalesce(lid, phone)) lid, phone, role from unnest($3::text[], $4::text[], $5::text[]) as w (lid, phone, role)
    order by coalesce(lid, phone)
  ), had as (
    select g.member, t.lid, t.phone, t.role from told t
    join group_members g on g.channel_id = $1::uuid and g.remote_chat = $2 and (g.lid = t.lid or g.phone = t.phone)
  ), first as (
    select not exists (select from group_members g where g.channel_id = $1::uuid and g.remote_chat = $2) as yes
  ), gone as (
    delete from group_members g where g.channel_id = $1::uuid and g.remote_chat = $2 and not exists (select from had where had.member = g.member)
  ), kept as (
    update group_members g set lid = coalesce(had.lid, g.lid), phone = coalesce(had.phone, g.phone), role = had.role
    from had where g.channel_id = $1::uuid and g.remote_chat = $2 and g.member = had.member
  )
  insert into group_members (tenant_id, channel_id, remote_chat, member, lid, phone, role, since)
  select app_tenant(), $1::uuid, $2, coalesce(t.lid, t.phone), t.lid, t.phone, t.role, case when first.yes then '-infinity' else now() end
  from told t, first where not exists (select from had where had.lid = t.lid or had.phone = t.phone)
  on conflict do nothing`;
