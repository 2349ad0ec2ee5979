import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '@tiktickets/core/kernel';
import { uploadMedia } from '@tiktickets/core/media';
import { sendMessage } from '@tiktickets/core/messages';
import { acceptTicket } from '@tiktickets/core/tickets';
import type { NewMessage, SimulatorClient, WritableKind } from '@tiktickets/wbot/simulator-client';
import type { Sql } from 'postgres';
import type { Company, CompanyNumber } from './company.ts';
import { createDice, type Dice } from './random.ts';

/** A customer who talks to one of the company's numbers, and the agent who answers. */
export interface Conversation {
  customer: { phone: string; name: string };
  number: CompanyNumber;
  /** Ids and texts that the customer may still edit or take back. */
  texts: string[];
  /** What the agent's browser was told is accepted, in order. */
  answers: string[];
  ticketId: string | null;
  dice: Dice;
}

export interface Counts {
  written: number;
  changes: number;
  answered: number;
  /** Requests of the agent that failed and were repeated. */
  retries: number;
  /** The longest that a request of the agent took until it was through or failed. */
  slowestMs: number;
}

interface Surroundings {
  company: Company;
  simulator: SimulatorClient;
  owner: Sql;
  counts: Counts;
  /** False once nobody is to write any more. */
  isRunning(): boolean;
}

/** So many customers; every tenth talks to a second number, too. */
export async function createConversations(
  { company, simulator }: Pick<Surroundings, 'company' | 'simulator'>,
  options: { contacts: number; seed: number },
): Promise<Conversation[]> {
  const conversations: Conversation[] = [];
  const add = (customer: Conversation['customer'], number: CompanyNumber | undefined): void => {
    if (!number) return;
    const dice = createDice(options.seed, `${customer.phone}>${number.phone}`);
    conversations.push({ customer, number, texts: [], answers: [], ticketId: null, dice });
  };
  for (let n = 0; n < options.contacts; n += 1) {
    const customer = { phone: String(5_511_980_000_000 + n), name: `Cliente ${n + 1}` };
    await simulator.createPhone(customer);
    add(customer, company.numbers[n % company.numbers.length]);
    if (n % 10 === 9) add(customer, company.numbers[(n + 3) % company.numbers.length]);
  }
  return conversations;
}

const kinds: [readonly [WritableKind, number], ...(readonly [WritableKind, number])[]] = [
  ['text', 65],
  ['image', 5],
  ['voice', 4],
  ['document', 3],
  ['sticker', 2],
  ['location', 4],
  ['contact', 3],
  ['poll', 1],
  ['edit', 5],
  ['delete', 3],
  ['reaction', 5],
];
const changes: readonly WritableKind[] = ['edit', 'delete', 'reaction'];

/** Writes one thing, of a kind that chance decides. */
async function write({ simulator, counts }: Surroundings, conversation: Conversation, n: number): Promise<void> {
  const { customer, number, texts, dice } = conversation;
  const drawn = dice.weighted(kinds);
  const message: NewMessage = {
    to: number.phone,
    text: `${customer.name} #${n}`,
    addressing: dice.pick(['pn', 'lid', 'lid']),
  };
  const trouble = dice.between(1, 30);
  if (trouble === 1) message.copies = 2;
  if (trouble === 2) message.undecryptable = true;
  const change = changes.includes(drawn) ? await changeOf(simulator, conversation, drawn) : null;
  if (change) {
    await simulator.send(customer.phone, { ...message, ...change });
    counts.changes += 1;
    return;
  }
  message.kind = changes.includes(drawn) ? 'text' : drawn;
  if (message.kind === 'contact') message.contacts = [{ name: 'Rui', phones: ['5511912345678'] }];
  if (message.kind === 'poll') message.options = ['sim', 'não'];
  if (message.kind === 'location') Object.assign(message, { latitude: -23.5, longitude: -46.6 });
  const quotable = texts.at(dice.between(0, texts.length));
  if (message.kind === 'text' && quotable !== undefined && dice.next() < 0.1) message.quotes = quotable;
  const { id } = await simulator.send(customer.phone, message);
  if (message.kind === 'text') texts.push(id);
  counts.written += 1;
}

/** An edit, a deletion or a reaction, when there is something that it can be about. */
async function changeOf(
  simulator: SimulatorClient,
  { customer, number, texts, dice }: Conversation,
  kind: WritableKind,
): Promise<Pick<NewMessage, 'kind' | 'target' | 'text' | 'emoji'> | null> {
  if (kind === 'reaction') {
    const { messages } = await simulator.chat(customer.phone, number.phone);
    const [answer, ...more] = messages.filter((message) => !message.fromMe).map((message) => message.id);
    if (answer === undefined) return null;
    return { kind, target: dice.pick([answer, ...more]), emoji: dice.pick(['👍', '❤️', '😂', '']) };
  }
  const [first, ...others] = texts;
  if (first === undefined) return null;
  const target = dice.pick([first, ...others]);
  if (kind === 'edit') return { kind, target, text: `mudado ${dice.between(1, 1e6)}` };
  texts.splice(texts.indexOf(target), 1);
  return { kind, target };
}

/** A customer writes at their own pace until the end. */
export async function beCustomer(around: Surroundings, conversation: Conversation, pauseMs: number): Promise<void> {
  for (let n = 1; ; n += 1) {
    await delay(pauseMs * (0.3 + 1.4 * conversation.dice.next()));
    if (!around.isRunning()) return;
    await write(around, conversation, n);
  }
}

/** The agent accepts the conversation when it shows up and answers at their own pace; a failed request is repeated as it was. */
export async function beAgent(around: Surroundings, conversation: Conversation, pauseMs: number): Promise<void> {
  const { company, counts } = around;
  const dice = createDice(conversation.dice.between(0, 2 ** 30), 'agent');
  const { agent } = company;
  conversation.ticketId = await untilTicket(around, conversation);
  const { ticketId } = conversation;
  if (ticketId === null) return;
  await insist(counts, () => acceptTicket(agent, { id: ticketId }));
  for (let n = 1; ; n += 1) {
    await delay(pauseMs * (0.3 + 1.4 * dice.next()));
    if (!around.isRunning()) return;
    const body = `Resposta ${n} a ${conversation.customer.name}`;
    const clientId = randomUUID();
    const mediaId = dice.next() < 0.07 ? await insist(counts, () => attach(agent, ticketId, body)) : null;
    conversation.answers.push(body);
    await insist(counts, () => sendMessage(agent, { ticketId, clientId, body, mediaId }));
    counts.answered += 1;
  }
}

async function attach(agent: Context, ticketId: string, text: string): Promise<string> {
  const stream = Readable.from([Buffer.from(text)]);
  const { id } = await uploadMedia(agent, { ticketId, fileName: 'nota.txt', mimetype: 'text/plain', stream });
  return id;
}

/** What a browser does with a request that failed: the same again, until it is through. */
async function insist<T>(counts: Counts, request: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (let pauseMs = 100; ; pauseMs = Math.min(2_000, pauseMs * 2)) {
    const from = performance.now();
    const took = (): void => {
      counts.slowestMs = Math.max(counts.slowestMs, performance.now() - from);
    };
    try {
      const answer = await request();
      took();
      return answer;
    } catch (error) {
      took();
      if (Date.now() > deadline) throw error;
      counts.retries += 1;
      await delay(pauseMs);
    }
  }
}

async function untilTicket(around: Surroundings, { customer, number }: Conversation): Promise<string | null> {
  const { owner, company, isRunning } = around;
  while (isRunning()) {
    const [row] = await insist(
      around.counts,
      () => owner<{ id: string }[]>`
      select t.id from tickets t join contacts c on c.tenant_id = t.tenant_id and c.id = t.contact_id
      where t.tenant_id = ${company.tenantId} and t.channel_id = ${number.channelId} and c.phone = ${customer.phone}`,
    );
    if (row) return row.id;
    await delay(500);
  }
  return null;
}
