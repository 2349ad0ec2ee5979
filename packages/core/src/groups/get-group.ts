import { fallbackName } from '../contacts/index.ts';
import { type GroupMemberView, type GroupRole, type GroupView, ticketIdInput } from '../contracts/index.ts';
import { type Context, notFound, read, requirePermission } from '../kernel/index.ts';
import { ticketViewNow } from '../tickets/repository.ts';
import { byRoleAndName } from './rules.ts';

interface MemberRow {
  member: string;
  lid: string | null;
  phone: string | null;
  role: GroupRole;
  contact_id: string | null;
  name: string | null;
  is_us: boolean;
  own_name: string | null;
}

/** A room with its members, for whoever may see its ticket. @throws {AppError} `not-found`, also for a ticket that is no group */
export async function getGroup(ctx: Context, input: { id: string }): Promise<GroupView> {
  requirePermission(ctx, 'contact:read');
  const { id } = ticketIdInput.parse(input);
  return await read(ctx, async (scope) => {
    const ticket = await ticketViewNow(ctx, scope, id);
    if (!ticket.group) throw notFound('group');
    const [[group], members] = await Promise.all([
      scope.query<{ description: string | null }>(
        `select g.description from tickets t join groups g on g.channel_id = t.channel_id and g.remote_chat = t.remote_chat where t.id = $1::uuid`,
        [ticket.id],
      ),
      scope.query<MemberRow>(membersSql, [ticket.id]),
    ]);
    return {
      ...ticket.group,
      ticketId: ticket.id,
      subject: ticket.contact.name,
      description: group?.description ?? null,
      members: members.map(presentMember).toSorted(byRoleAndName),
    };
  });
}

function presentMember(row: MemberRow): GroupMemberView {
  const name = (row.is_us ? row.own_name : row.name) ?? fallbackName(row);
  const { member: address, contact_id: contactId, phone, role, is_us: isUs } = row;
  return { address, contactId, name, phone, role, isUs };
}

const membersSql = `
  select g.member, g.lid, g.phone, g.role, c.id as contact_id, c.name, ch.profile_name as own_name,
         coalesce(g.lid = ch.lid or g.phone = ch.phone, false) as is_us
  from tickets t
  join channels ch on ch.tenant_id = t.tenant_id and ch.id = t.channel_id
  join group_members g on g.tenant_id = t.tenant_id and g.channel_id = t.channel_id and g.remote_chat = t.remote_chat
  left join lateral (
    select i.contact_id from contact_identities i where i.tenant_id = g.tenant_id
      and ((i.kind = 'lid' and i.value = g.lid) or (i.kind = 'phone' and i.value = g.phone)) order by i.kind limit 1
  ) i on true
  left join contacts c on c.tenant_id = t.tenant_id and c.id = i.contact_id
  where t.id = $1::uuid limit 1024`;
