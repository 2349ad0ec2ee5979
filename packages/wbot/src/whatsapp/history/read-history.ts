import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import { type LIDMapping, proto } from 'baileys';
import type { HistoryBatch, HistoryLimits, HistoryMessage, NamedPerson } from '../../contract.ts';
import { isDirect, personOf } from '../addresses.ts';
import { clampText } from '../decode/clamp.ts';
import { completePerson } from '../journal-entry.ts';
import { bytesFields } from './fields.ts';
import { type PastChat, type PastContext, pastMessages, secondsOf } from './past-message.ts';

const batchSize = 100;
const nameLimit = 300;
/** Numbers of `HistorySync` in the protocol. */
const field = { conversation: 2, pushName: 7, lidMapping: 15 } as const;
const { HistorySyncNotification } = proto.Message;

export interface HistorySource extends PastContext {
  /** Streams the part from the media host, decrypted and checked. */
  download(notice: proto.Message.IHistorySyncNotification): Promise<Readable>;
  /** A number and a LID are one person; has to be known before their chats are read. */
  learned(pairs: LIDMapping[]): Promise<void>;
}

/** Compressed plaintext of the part. It is read twice, and a slow reader must not hold the connection. */
async function openPart(content: Uint8Array, source: HistorySource, folder: string): Promise<() => Readable> {
  const notice = HistorySyncNotification.decode(content);
  const inline = notice.initialHistBootstrapInlinePayload;
  if (inline?.length) return () => Readable.from([Buffer.from(inline)]);
  const file = path.join(folder, 'part');
  await pipeline(await source.download(notice), createWriteStream(file, { mode: 0o600 }));
  return () => createReadStream(file);
}

async function* fieldsOf(open: () => Readable, wanted: ReadonlySet<number>) {
  const inflate = createInflate();
  const pumping = pipeline(open(), inflate);
  // Its error is the stream's error, too, and is thrown where the stream is read.
  pumping.catch(() => undefined);
  try {
    yield* bytesFields(inflate, wanted);
    await pumping;
  } finally {
    inflate.destroy();
  }
}

async function chatOf(conversation: proto.IConversation, context: PastContext): Promise<PastChat | null> {
  const jid = conversation.newJid || conversation.id || '';
  if (!isDirect(jid)) return jid.endsWith('@g.us') ? { jid, person: { phone: null, lid: null } } : null;
  const revealed = personOf(jid, conversation.pnJid ?? undefined, conversation.lidJid ?? undefined);
  return { jid, person: await completePerson(revealed, context.keys) };
}

function nameOf(conversation: proto.IConversation, chat: PastChat): NamedPerson[] {
  const name = clampText(conversation.name || conversation.displayName, nameLimit);
  return name && isDirect(chat.jid) ? [{ ...chat.person, name, source: 'phonebook' }] : [];
}

function* slices(messages: HistoryMessage[]): Generator<HistoryMessage[]> {
  for (let at = 0; at < messages.length; at += batchSize) yield messages.slice(at, at + batchSize);
}

async function* chatBatches(
  conversation: proto.IConversation,
  source: HistorySource,
  limits: HistoryLimits,
): AsyncGenerator<HistoryBatch> {
  const chat = await chatOf(conversation, source);
  if (!chat) return;
  const infos = (conversation.messages ?? []).flatMap(({ message }) => message ?? []);
  // Phones hand over the newest first; of one second, too.
  const recent = infos
    .filter((info) => secondsOf(info) * 1000 >= limits.sinceMs)
    .toReversed()
    .sort((a, b) => secondsOf(a) - secondsOf(b));
  const wanted = recent.slice(Math.max(0, recent.length - limits.messagesPerChat));
  const messages: HistoryMessage[] = [];
  for (const info of wanted) messages.push(...(await pastMessages(info, chat, source)));
  let people = nameOf(conversation, chat);
  for (const slice of slices(messages)) {
    yield { messages: slice, people };
    people = [];
  }
  if (people.length > 0) yield { messages: [], people };
}

async function learnPairs(open: () => Readable, source: HistorySource): Promise<void> {
  let pairs: LIDMapping[] = [];
  for await (const { bytes } of fieldsOf(open, new Set([field.lidMapping]))) {
    const { pnJid, lidJid } = proto.PhoneNumberToLIDMapping.decode(bytes);
    if (pnJid && lidJid) pairs.push({ pn: pnJid, lid: lidJid });
    if (pairs.length < batchSize) continue;
    await source.learned(pairs);
    pairs = [];
  }
  if (pairs.length > 0) await source.learned(pairs);
}

async function profileOf(bytes: Uint8Array, { keys }: PastContext): Promise<NamedPerson[]> {
  const { id, pushname } = proto.Pushname.decode(bytes);
  const name = clampText(pushname, nameLimit);
  const person = await completePerson(personOf(id ?? undefined), keys);
  return name && (person.phone || person.lid) ? [{ ...person, name, source: 'profile' }] : [];
}

/**
 * Reads one part of the phone's past with the memory of its largest chat. Who is who is learned first, so that each chat
 * has the name under which its live messages are kept.
 * @throws {MediaError} when the part cannot be had; any error when it is malformed
 */
export async function* readHistory(
  content: Uint8Array,
  source: HistorySource,
  limits: HistoryLimits,
): AsyncGenerator<HistoryBatch> {
  const folder = await mkdtemp(path.join(tmpdir(), 'history-'));
  try {
    const open = await openPart(content, source, folder);
    await learnPairs(open, source);
    let people: NamedPerson[] = [];
    for await (const { number, bytes } of fieldsOf(open, new Set([field.conversation, field.pushName]))) {
      if (number === field.conversation) yield* chatBatches(proto.Conversation.decode(bytes), source, limits);
      else people.push(...(await profileOf(bytes, source)));
      if (people.length < batchSize) continue;
      yield { messages: [], people };
      people = [];
    }
    if (people.length > 0) yield { messages: [], people };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
