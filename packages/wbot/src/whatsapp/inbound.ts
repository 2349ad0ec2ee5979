import {
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  jidNormalizedUser,
  type SignalKeyStore,
  type SignalKeyStoreWithTransaction,
} from 'baileys';
import type { JournalEntry, SessionSink } from '../contract.ts';
import { BoundedCache } from './bounded-cache.ts';
import { decodeEntry } from './decode/decode-entry.ts';
import { encodeNotice, noticeAttribute } from './decode/notice.ts';
import { type PeerMessage, readPeerMessage } from './history/peer-message.ts';
import { journalEntry, type OwnAddresses } from './journal-entry.ts';
import { resentEntry } from './upserts.ts';

const remembered = { entries: 5_000, ttlMs: 6 * 60 * 60 * 1000 };

/** True when a person could see something of it; what cannot be read is kept rather than lost. */
function isWorthKeeping(entry: JournalEntry): boolean {
  try {
    return decodeEntry(entry) !== null;
  } catch {
    return true;
  }
}

/** What a stanza says of its kind without being read: edits, deletions, reactions and the like. */
function isChange(stanza: BinaryNode): boolean {
  const isHidden = getBinaryNodeChildren(stanza, 'enc').some((encrypted) => encrypted.attrs['decrypt-fail'] === 'hide');
  return isHidden || stanza.attrs.edit !== undefined || stanza.attrs.type === 'reaction';
}

/** The inbound side of a session: from stanza to journal. Outlives sockets. */
export class Inbound {
  readonly #sink: SessionSink;
  readonly #stanzas = new WeakMap<Uint8Array, BinaryNode>();
  readonly #journaled = new BoundedCache(remembered);
  readonly #changes = new BoundedCache(remembered);

  constructor(sink: SessionSink) {
    this.#sink = sink;
  }

  /** Remembers a stanza before the library decrypts it: later only its ciphertext object is at hand. */
  notice(stanza: BinaryNode): void {
    for (const encrypted of getBinaryNodeChildren(stanza, 'enc')) {
      if (encrypted.content instanceof Uint8Array) this.#stanzas.set(encrypted.content, stanza);
    }
    if (isChange(stanza)) this.#changes.set(this.#keyOf(stanza), true);
  }

  /** It is about another message: while it cannot be read there is nothing to show in its place. */
  isChange(stanza: Pick<BinaryNode, 'attrs'>): boolean {
    return this.#changes.get(this.#keyOf(stanza)) === true;
  }

  async journal(
    me: OwnAddresses,
    input: { ciphertext: Uint8Array; plaintext: Uint8Array; keys: SignalKeyStoreWithTransaction },
  ): Promise<void> {
    const stanza = this.#stanzas.get(input.ciphertext);
    if (!stanza) return;
    // Traffic among the account's own devices: of the desk's concern are only parts of the phone's past.
    if (stanza.attrs.category === 'peer') {
      await this.#journalPeer(readPeerMessage(stanza, { plaintext: input.plaintext, me }), input.keys);
      return;
    }
    const entry = await journalEntry(stanza, { ...input, me });
    if (!isWorthKeeping(entry)) return;
    await this.#sink.journal(entry);
    this.#journaled.set(this.#keyOf(stanza), true);
  }

  async #journalPeer(peer: PeerMessage | null, keys: SignalKeyStore): Promise<void> {
    if (peer?.part) await this.#sink.history?.(peer.part);
    for (const message of peer?.resent ?? []) {
      const entry = await resentEntry(message, keys);
      if (entry && isWorthKeeping(entry)) await this.#sink.journal(entry);
    }
  }

  /** View-once content goes to the phone only; a linked device is told that there was something. */
  async journalUnavailable(stanza: BinaryNode, own: { me: OwnAddresses; keys: SignalKeyStore }): Promise<void> {
    const type = getBinaryNodeChild(stanza, 'unavailable')?.attrs.type;
    if (!type?.startsWith('view_once') || getBinaryNodeChild(stanza, 'enc')) return;
    const entry = await journalEntry(stanza, { plaintext: new Uint8Array([1]), ...own });
    entry.envelope[noticeAttribute] = encodeNotice({ kind: 'view-once' });
    await this.#sink.journal(entry);
  }

  isJournaled(ciphertext: Uint8Array): boolean {
    const stanza = this.#stanzas.get(ciphertext);
    return stanza !== undefined && this.hasContent(stanza);
  }

  hasContent(stanza: Pick<BinaryNode, 'attrs'>): boolean {
    return this.#journaled.get(this.#keyOf(stanza)) === true;
  }

  #keyOf({ attrs }: Pick<BinaryNode, 'attrs'>): string {
    return `${attrs.id}|${jidNormalizedUser(attrs.participant ?? attrs.from)}`;
  }
}
