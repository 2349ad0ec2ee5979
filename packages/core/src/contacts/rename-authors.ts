import type { Scope } from '@tiktickets/db';

/** A person's reactions and votes go by their LID once it is known; of two on one message the later one counts. */
export async function renameAuthors(scope: Scope, contactId: string): Promise<void> {
  await Promise.all(statements.map((text) => scope.query(text, [contactId])));
}

const person = `
  with person as (
    select (select value from contact_identities where contact_id = $1::uuid and kind = 'lid' limit 1) as lid,
           array(select value from contact_identities where contact_id = $1::uuid and kind <> 'lid') as others
  )`;
const reactions = `
  from person p, tickets t join messages m on m.tenant_id = t.tenant_id and m.ticket_id = t.id
       join message_reactions r on r.tenant_id = m.tenant_id and r.message_id = m.id
  where t.contact_id = $1::uuid and p.lid is not null and (r.author = p.lid or r.author = any(p.others))`;
const votes = `
  from person p, tickets t join messages m on m.tenant_id = t.tenant_id and m.ticket_id = t.id and m.kind = 'poll'
       join poll_votes r on r.tenant_id = m.tenant_id and r.channel_id = m.channel_id and r.poll_remote_id = m.remote_id
  where t.contact_id = $1::uuid and p.lid is not null and (r.voter = p.lid or r.voter = any(p.others))`;

/** First the older of two goes, then what is left is renamed: in one statement the two would collide. */
const statements = [
  `${person}, mine as (
     select r.message_id, r.author, row_number() over (partition by r.message_id order by r.reacted_at desc, r.author) as place ${reactions}
   )
   delete from message_reactions r using mine where r.message_id = mine.message_id and r.author = mine.author and mine.place > 1`,
  `${person}, mine as (select r.message_id, r.author, p.lid ${reactions})
   update message_reactions r set author = mine.lid from mine
   where r.message_id = mine.message_id and r.author = mine.author and r.author <> mine.lid`,
  `${person}, mine as (
     select r.channel_id, r.poll_remote_id, r.voter,
            row_number() over (partition by r.channel_id, r.poll_remote_id order by r.voted_at desc, r.voter) as place ${votes}
   )
   delete from poll_votes r using mine
   where r.channel_id = mine.channel_id and r.poll_remote_id = mine.poll_remote_id and r.voter = mine.voter and mine.place > 1`,
  `${person}, mine as (select r.channel_id, r.poll_remote_id, r.voter, p.lid ${votes})
   update poll_votes r set voter = mine.lid from mine
   where r.channel_id = mine.channel_id and r.poll_remote_id = mine.poll_remote_id and r.voter = mine.voter and r.voter <> mine.lid`,
];
