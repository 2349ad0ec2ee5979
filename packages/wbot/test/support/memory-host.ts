import type {
  AuthStore,
  ChannelDriver,
  ChannelPhase,
  ConnectionSettings,
  GroupInfo,
  HistoryPart,
  InboundMessage,
  JournalEntry,
  KeyChange,
  NamedPerson,
  PersonReference,
  PhaseChange,
  ReceiptState,
  SessionPorts,
  SessionSink,
} from '../../src/index.ts';

/** Called before a port does its work; throwing or waiting there is the test's way to interfere. */
export interface Interference {
  journal?: (entry: JournalEntry) => Promise<void>;
  afterJournal?: (entry: JournalEntry) => Promise<void>;
  loadKeys?: () => Promise<void>;
  saveKeys?: (changes: readonly KeyChange[]) => Promise<void>;
  saveCredentials?: (json: string) => Promise<void>;
  sentText?: (id: string) => string | null;
  outgoing?: () => Promise<void>;
  history?: () => Promise<void>;
  readElsewhere?: () => Promise<void>;
}

/** A host in memory: what the worker is in production. Survives the sessions that use it. */
export class MemoryHost {
  readonly keys = new Map<string, string>();
  credentials: string | null = null;
  wipes = 0;
  readonly phases: PhaseChange[] = [];
  /** Every journal call, repetitions included. */
  readonly journaled: JournalEntry[] = [];
  readonly undecryptable: InboundMessage[] = [];
  readonly receipts: { id: string; state: ReceiptState; participant: PersonReference | null }[] = [];
  /** What was sent, as the provider carries it. */
  readonly outgoing = new Map<string, Uint8Array>();
  readonly groups: GroupInfo[] = [];
  readonly restrictions: { code: string; untilMs: number | null }[] = [];
  readonly refused: { remoteId: string; code: string }[] = [];
  readonly typing: { remoteChat: string; phone: string | null; lid: string | null; active: boolean }[] = [];
  readonly identities: { phone: string; lid: string }[] = [];
  readonly history: HistoryPart[] = [];
  readonly names: NamedPerson[] = [];
  readonly readElsewhere: { remoteChat: string; person: PersonReference; remoteIds: readonly string[] }[] = [];
  readonly pictures: PersonReference[] = [];
  readonly blocked: { isWhole: boolean; people: readonly (PersonReference & { isBlocked: boolean })[] }[] = [];
  readonly gaps: number[] = [];
  readonly completeUntil: number[] = [];
  readonly sent = new Map<string, string>();
  readonly logs: string[] = [];
  caughtUp = 0;
  /** What each further socket is opened with. */
  connection: ConnectionSettings = { proxyUrl: null, version: null };
  /** Refuses accounts; throws for a store that is away. */
  admit: (phone: string) => Promise<string | null> = async () => null;
  interference: Interference = {};

  readonly #auth: AuthStore = {
    loadCredentials: async () => this.credentials,
    saveCredentials: async (json) => {
      await this.interference.saveCredentials?.(json);
      this.credentials = json;
    },
    loadKeys: async (type, ids) => {
      await this.interference.loadKeys?.();
      return new Map(
        ids.flatMap((id) => {
          const value = this.keys.get(`${type}/${id}`);
          return value === undefined ? [] : [[id, value] as const];
        }),
      );
    },
    saveKeys: async (changes) => {
      await this.interference.saveKeys?.(changes);
      for (const { type, id, value } of changes) {
        if (value === null) this.keys.delete(`${type}/${id}`);
        else this.keys.set(`${type}/${id}`, value);
      }
    },
    wipe: async () => {
      this.wipes += 1;
      this.credentials = null;
      this.keys.clear();
    },
  };

  readonly #sink: SessionSink = {
    phase: async (change) => void this.phases.push(change),
    journal: async (entry) => {
      await this.interference.journal?.(entry);
      this.journaled.push(entry);
      await this.interference.afterJournal?.(entry);
    },
    undecryptable: async (message) => void this.undecryptable.push(message),
    receipt: async ({ remoteIds, state, participant = null }) =>
      void this.receipts.push(...remoteIds.map((id) => ({ id, state, participant }))),
    group: async (group) => void this.groups.push(group),
    outgoing: async ({ remoteId, content }) => {
      await this.interference.outgoing?.();
      this.outgoing.set(remoteId, content);
    },
    refused: async (refusal) => void this.refused.push(refusal),
    restricted: async (report) => void this.restrictions.push(report),
    typing: async (typing) => void this.typing.push(typing),
    identity: async (pair) => void this.identities.push(pair),
    history: async (part) => {
      await this.interference.history?.();
      this.history.push(part);
    },
    names: async (people) => void this.names.push(...people),
    readElsewhere: async (read) => {
      await this.interference.readElsewhere?.();
      this.readElsewhere.push(read);
    },
    picture: async (person) => void this.pictures.push(person),
    blocked: async (list) => void this.blocked.push(list),
    gap: async ({ missing }) => void this.gaps.push(missing),
    caughtUp: async (atMs) => {
      this.completeUntil.push(atMs);
      this.caughtUp += 1;
    },
  };

  get ports(): SessionPorts {
    const log = (fields: object, message: string) => void this.logs.push(`${message} ${JSON.stringify(fields)}`);
    return {
      auth: this.#auth,
      sink: this.#sink,
      lookup: {
        sentText: async (id) => this.interference.sentText?.(id) ?? this.sent.get(id) ?? null,
        message: async (id) => this.outgoing.get(id) ?? this.contentOf(id),
      },
      logger: { debug: log, info: log, warn: log, error: log },
      clock: { now: () => Date.now() },
      connection: { settings: async () => this.connection, admit: ({ phone }) => this.admit(phone) },
      gate: { enter: async () => ({ [Symbol.dispose]: () => undefined }) },
    };
  }

  /** What the host would show: one message per (chat, direction, id), the first content wins. */
  messages(driver: ChannelDriver): InboundMessage[] {
    const seen = new Map<string, InboundMessage>();
    for (const entry of this.journaled) {
      const key = `${entry.remoteChat}|${entry.fromMe}|${entry.remoteId}`;
      const message = driver.decode(entry);
      if (message && !seen.has(key)) seen.set(key, message);
    }
    return [...seen.values()];
  }

  contentOf(id: string): Uint8Array | null {
    return this.journaled.find((entry) => entry.remoteId === id && entry.content.length > 0)?.content ?? null;
  }

  lastPhase(): PhaseChange | undefined {
    return this.phases.at(-1);
  }

  sawPhase(phase: ChannelPhase, reason?: string): boolean {
    return this.phases.some((change) => change.phase === phase && (reason === undefined || change.reason === reason));
  }
}
