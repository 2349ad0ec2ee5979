import { channelContext } from '@tiktickets/core/kernel';
import {
  type Arrival,
  ingestBatch,
  journalMessage,
  pageMessages,
  skipJournal,
  waitingJournal,
} from '@tiktickets/core/messages';
import { createWhatsAppDriver } from '@tiktickets/wbot';
import type { JournalEntry } from '@tiktickets/wbot/contract';
import { proto } from 'baileys';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation } from './support/company.ts';

/** The same every time; `FUZZ_SEED` looks elsewhere. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_122);
const total = 10_000;
const batchSize = 250;
let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation();
});
afterAll(() => installation[Symbol.asyncDispose]());

function createRandom(from: number): () => number {
  let state = from | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const texts = [
  'oi',
  '',
  '\u0000',
  '\ud83d',
  'a'.repeat(70_000),
  "'; drop table messages; --",
  '\u202e<b>',
  '0'.repeat(300),
];
const numbers = [0, -1, 1e308, Number.NaN, 2 ** 31];

/** Every kind, with what a stranger may put into it. */
function messageOf(random: () => number, target: string): proto.IMessage {
  const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0];
  const text = pick(['oi', ...texts]);
  const number = pick([1, ...numbers]);
  const key = { id: target, fromMe: random() < 0.3, remoteJid: '1@lid' };
  const contextInfo = {
    stanzaId: target,
    participant: pick(['1@lid', '', 'x']),
    quotedMessage: { conversation: text },
    mentionedJid: [text.slice(0, 40)],
  };
  const file = {
    mediaKey: Buffer.alloc(Math.floor(random() * 40)),
    directPath: text.slice(0, 2_000),
    mimetype: text.slice(0, 90),
    fileLength: Math.abs(Math.trunc(number)) || 0,
    contextInfo,
  };
  return pick<proto.IMessage>([
    { conversation: text },
    { extendedTextMessage: { text, matchedText: text, contextInfo } },
    { imageMessage: { ...file, caption: text, width: 4, height: 2 ** 31 } },
    { videoMessage: { ...file, gifPlayback: random() < 0.5, seconds: 2 ** 31 } },
    { audioMessage: { ...file, ptt: true, waveform: Buffer.alloc(300, 255) } },
    { documentMessage: { ...file, fileName: text, title: text } },
    { stickerMessage: file },
    { locationMessage: { degreesLatitude: number, degreesLongitude: -number, name: text } },
    { contactMessage: { displayName: text, vcard: `BEGIN:VCARD\n${text}` } },
    {
      contactsArrayMessage: {
        contacts: Array.from({ length: 300 }, () => ({ displayName: text.slice(0, 20), vcard: 'TEL:1' })),
      },
    },
    {
      pollCreationMessage: {
        name: text,
        options: Array.from({ length: 40 }, () => ({ optionName: text.slice(0, 50) })),
      },
    },
    { reactionMessage: { key, text: pick(['👍', '', text.slice(0, 100)]) } },
    { protocolMessage: { key, type: proto.Message.ProtocolMessage.Type.REVOKE } },
    {
      protocolMessage: {
        key,
        type: proto.Message.ProtocolMessage.Type.MESSAGE_EDIT,
        editedMessage: { conversation: text },
      },
    },
    { listMessage: { title: text, sections: [{ rows: [{ title: text }] }] } },
    { viewOnceMessage: { message: { imageMessage: file } } },
    { ephemeralMessage: { message: { ephemeralMessage: { message: { conversation: text } } } } },
    { albumMessage: { expectedImageCount: 2 ** 31 } },
    {},
  ]);
}

/** Cut off, or with some bytes changed. */
function damaged(bytes: Uint8Array, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  for (let flips = Math.floor(random() * 4); flips > 0 && copy.length > 0; flips -= 1) {
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  }
  return random() < 0.5 ? copy.subarray(0, Math.floor(random() * copy.length)) : copy;
}

it(`${total} messages of any kind, many of them broken, are all settled and can all be read (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  const random = createRandom(seed);
  const channelId = await installation.channel({ desired: 'off' });
  const ctx = channelContext(installation.kernel, installation.tenantId, channelId);
  const driver = createWhatsAppDriver();
  const pass = async (): Promise<number> => {
    const waiting = await waitingJournal(ctx, { channelId, limit: batchSize });
    const arrivals: Arrival[] = [];
    const empty: string[] = [];
    for (const { journalId, entry } of waiting) {
      const inbound = driver.decode(entry);
      if (inbound) arrivals.push({ journalId, inbound, content: entry.content });
      else empty.push(journalId);
    }
    await skipJournal(ctx, empty);
    await ingestBatch(ctx, { channelId, messages: arrivals });
    return waiting.length;
  };
  const people = Array.from({ length: 40 }, (_, n) => `${409_233_785_190_000 + n}`);
  for (let from = 0; from < total; from += batchSize) {
    await Promise.all(
      Array.from({ length: batchSize }, (_, n) => {
        const lid = people[Math.floor(random() * people.length)] ?? '1';
        const bytes = proto.Message.encode(messageOf(random, `F${Math.floor(random() * (from + 1))}`)).finish();
        const entry: JournalEntry = {
          remoteChat: `${lid}@lid`,
          remoteId: `F${from + n}`,
          fromMe: random() < 0.1,
          envelope: { from: `${lid}@lid`, t: random() < 0.1 ? 'x' : '1795300000', notify: texts[n % 4] ?? '' },
          content: random() < 0.4 ? damaged(bytes, random) : bytes,
        };
        return journalMessage(ctx, { channelId, entry });
      }),
    );
    await pass();
  }
  // As the lane does, which looks until nothing waits.
  for (let passes = 0; passes < 20 && (await pass()) > 0; passes += 1);
  const unsettled = await installation.owner<{ error: string | null; content: Buffer }[]>`
    select error, content from inbound_journal where channel_id = ${channelId} and ingested_at is null`;
  expect(unsettled.map(({ error, content }) => [error, content.toString('latin1').slice(0, 300)])).toEqual([]);
  const stored = await installation.owner`select from messages where channel_id = ${channelId}`;
  expect(stored.length).toBeGreaterThan(total / 3);
  const tickets = await installation.owner<{ id: string }[]>`select id from tickets where channel_id = ${channelId}`;
  expect(tickets.length).toBeGreaterThan(30);
  for (const { id: ticketId } of tickets) {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof pageMessages>> = await pageMessages(installation.admin, {
        ticketId,
        cursor,
        limit: 100,
      });
      // What the console is given can be told to it, and has a kind.
      for (const message of JSON.parse(JSON.stringify(page.items))) expect(message.kind).toBeTruthy();
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
});
