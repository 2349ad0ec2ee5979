import type { MessageView } from '@tiktickets/core/contracts';
import { pageMessages } from '@tiktickets/core/messages';
import type { SimulatorClient } from '@tiktickets/wbot/simulator-client';
import type { Sql } from 'postgres';
import type { Company } from './company.ts';
import type { Conversation } from './people.ts';

export interface Verdict {
  inbound: { expected: number; lost: number; doubled: number; disordered: number; wrong: number; filesMissing: number };
  outbound: {
    expected: number;
    lost: number;
    doubled: number;
    disordered: number;
    undelivered: number;
    filesMissing: number;
  };
  /** What is wrong, for people; the first of them is where to look. */
  faults: string[];
}

interface Sight {
  company: Company;
  simulator: SimulatorClient;
  owner: Sql;
}

/** The ids of `seen` that are not in the order of `expected`, both without repetitions. */
function outOfOrder(expected: readonly string[], seen: readonly string[]): string[] {
  const rank = new Map(expected.map((id, index) => [id, index]));
  let highest = -1;
  return seen.filter((id) => {
    const at = rank.get(id);
    if (at === undefined) return false;
    if (at < highest) return true;
    highest = at;
    return false;
  });
}

const repeated = (ids: readonly string[]): string[] => ids.filter((id, index) => ids.indexOf(id) !== index);

/** A conversation as the console shows it, oldest first, each under its provider id. */
async function asTheAgentSees(
  { company, owner }: Sight,
  ticketId: string,
): Promise<(MessageView & { remoteId: string })[]> {
  const rows = await owner<
    { id: string; remote_id: string }[]
  >`select id, remote_id from messages where ticket_id = ${ticketId}`;
  const remoteIds = new Map(rows.map((row) => [row.id, row.remote_id]));
  const views: MessageView[] = [];
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: Awaited<ReturnType<typeof pageMessages>> = await pageMessages(company.agent, {
      ticketId,
      cursor,
      limit: 100,
    });
    views.push(...page.items);
    cursor = page.nextCursor;
  }
  return views.toReversed().map((view) => ({ ...view, remoteId: remoteIds.get(view.id) ?? '' }));
}

/** Compares one conversation on the customer's phone with the same one in the console. */
async function judge(sight: Sight, conversation: Conversation, verdict: Verdict): Promise<void> {
  const { customer, number, answers } = conversation;
  const { inbound, outbound, faults } = verdict;
  const tell = (what: string, ids: readonly string[]): number => {
    if (ids.length > 0) faults.push(`${customer.name} at ${number.phone}: ${what} ${ids.join(', ')}`);
    return ids.length;
  };
  const phone = (await sight.simulator.chat(customer.phone, number.phone)).messages;
  const written = phone.filter((message) => message.fromMe);
  const tickets = await sight.owner<{ id: string }[]>`
    select t.id from tickets t join contacts c on c.tenant_id = t.tenant_id and c.id = t.contact_id
    where t.tenant_id = ${sight.company.tenantId} and t.channel_id = ${number.channelId} and c.phone = ${customer.phone}`;
  const console = tickets[0] ? await asTheAgentSees(sight, tickets[0].id) : [];
  inbound.doubled += tell(
    'more than one ticket',
    tickets.slice(1).map((ticket) => ticket.id),
  );

  const arrived = console.filter((message) => message.direction === 'in');
  const expected = written.map((message) => message.id);
  const seen = arrived.map((message) => message.remoteId);
  inbound.expected += expected.length;
  const lost = expected.filter((id) => !seen.includes(id));
  const confirmations = (await sight.simulator.ledger(customer.phone)).receipts;
  const told = (id: string): string =>
    confirmations.flatMap((receipt) => (receipt.id === id ? [receipt.state] : [])).join(', ') || 'nothing';
  inbound.lost += tell(
    'lost, inbound',
    lost.map((id) => {
      const kind = written.find((message) => message.id === id)?.kind;
      return `${id} (${kind}; the desk said: ${told(id)})`;
    }),
  );
  inbound.doubled += tell(
    'never written',
    seen.filter((id) => !expected.includes(id)),
  );
  inbound.doubled += tell('twice in the console', repeated(seen));
  inbound.disordered += tell('out of order in the console', outOfOrder(expected, seen));
  const byId = new Map(console.map((message) => [message.remoteId, message]));
  const wrong = written.filter((message) => {
    const view = byId.get(message.id);
    if (!view) return false;
    if (message.isDeleted !== (view.deletedAt !== null)) return true;
    return (
      view.kind === 'undecryptable' || (message.kind === 'text' && !message.isDeleted && view.body !== message.text)
    );
  });
  inbound.wrong += tell(
    'shown as something else',
    wrong.map(
      (message) =>
        `${message.id} (${message.kind} as ${byId.get(message.id)?.kind}; the desk said: ${told(message.id)})`,
    ),
  );
  const reacted = phone.filter((message) => {
    const view = byId.get(message.id);
    return (
      view !== undefined &&
      message.reactions.map(({ emoji }) => emoji).join() !== view.reactions.map(({ emoji }) => emoji).join()
    );
  });
  inbound.wrong += tell(
    'reactions differ on',
    reacted.map((message) => message.id),
  );
  const files = arrived.filter((message) => message.media && message.media.state !== 'stored' && !message.deletedAt);
  inbound.filesMissing += tell(
    'files not here',
    files.map((message) => `${message.remoteId} ${message.media?.state} ${message.media?.failure}`),
  );

  const received = phone.filter((message) => !message.fromMe);
  outbound.expected += answers.length;
  const texts = received.map((message) => message.text);
  outbound.lost += tell(
    'lost, outbound',
    answers.filter((text) => !texts.includes(text)),
  );
  outbound.doubled += tell('twice on the phone', repeated(texts));
  outbound.disordered += tell('out of order on the phone', outOfOrder(answers, texts));
  const sent = console.filter((message) => message.direction === 'out');
  outbound.disordered += tell(
    'out of order of sending in the console',
    outOfOrder(
      answers,
      sent.map((message) => message.body ?? ''),
    ),
  );
  const pending = sent.filter((message) => message.state !== 'delivered' && message.state !== 'read');
  outbound.undelivered += tell(
    'not shown as delivered',
    pending.map((message) => `${message.remoteId} ${message.state} ${message.failure ?? ''}`),
  );
  const broken = received.filter((message) => message.file && message.file.state !== 'ok');
  outbound.filesMissing += tell(
    'files not on the phone',
    broken.map((message) => message.id),
  );
}

/** The simulated customers' ledger beside our database. Everything is right when `faults` is empty. */
export async function compare(sight: Sight, conversations: readonly Conversation[]): Promise<Verdict> {
  const verdict: Verdict = {
    inbound: { expected: 0, lost: 0, doubled: 0, disordered: 0, wrong: 0, filesMissing: 0 },
    outbound: { expected: 0, lost: 0, doubled: 0, disordered: 0, undelivered: 0, filesMissing: 0 },
    faults: [],
  };
  for (const conversation of conversations) await judge(sight, conversation, verdict);
  return verdict;
}

/** Numbers that are no longer on the device with which they were paired, or not connected. */
export async function brokenNumbers({ company, simulator, owner }: Sight): Promise<string[]> {
  const phones = new Map((await simulator.phones()).map((phone) => [phone.phone, phone]));
  const rows = await owner<
    { id: string; state: string; desired: string; reason: string | null; credentials: number }[]
  >`
    select c.id, c.state, c.desired, c.reason, (select count(*)::int from channel_credentials k where k.channel_id = c.id) as credentials
    from channels c where c.tenant_id = ${company.tenantId}`;
  return company.numbers.flatMap(({ channelId, phone }) => {
    const row = rows.find((one) => one.id === channelId);
    const devices = phones.get(phone)?.devices;
    if (row?.state === 'connected' && row.desired === 'on' && row.credentials === 1 && devices === 1) return [];
    return [
      `${phone}: ${row?.state} (${row?.reason ?? 'no reason'}), ${devices} linked devices, ${row?.credentials} credentials`,
    ];
  });
}
