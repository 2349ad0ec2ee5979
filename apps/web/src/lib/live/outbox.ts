import type { MediaKind, MessageView, OutgoingDetails, StaleDetails } from '@tiktickets/core/contracts';

export interface OutboxFile {
  name: string;
  mimetype: string;
  sizeBytes: number;
  kind: MediaKind;
  /** Null until the server has the file. */
  mediaId: string | null;
}

export interface OutboxEntry {
  clientId: string;
  ticketId: string;
  body: string;
  createdAt: string;
  /** Set once the server refused it; it then waits for a person. */
  failure: string | null;
  /** Goes with the message; `body` is its caption then. */
  file?: OutboxFile | null;
  /** Whom the body names by `@` and an address. */
  people?: MessageView['people'];
  /** The message that is answered, as its bubble shows it. */
  quoted?: MessageView['quoted'];
  /** A place, contact cards or a poll, instead of a text. */
  details?: OutgoingDetails | null;
  /** The newest message that its author had seen. */
  seenId?: string | null;
  /** Somebody else answered after that: its author decides. It waits meanwhile, and what follows waits behind it. */
  stale?: StaleDetails | null;
}
/** `later`: may never have arrived, so the same message is offered again. */
export type SendOutcome =
  | { kind: 'sent' }
  | { kind: 'later' }
  | { kind: 'stale'; stale: StaleDetails }
  | { kind: 'refused'; failure: string };

export interface OutboxOptions {
  send(entry: OutboxEntry): Promise<SendOutcome>;
  load(): OutboxEntry[];
  save(entries: OutboxEntry[]): void;
  retryMs?: number;
}

/** Ids of messages are in the order of their time. */
function newer(a: string | null | undefined, b: string | null | undefined): string | null {
  if (a && b) return a > b ? a : b;
  return a ?? b ?? null;
}

const attemptsBeforeGivingUp = 8;
const nothing: readonly OutboxEntry[] = [];

/**
 * What was written here and is not yet known to be stored: shown at once, sent one by one per conversation so that the
 * order holds, kept over reloads, and offered again under the same client id until the server has it exactly once.
 */
export class Outbox {
  #entries: readonly OutboxEntry[];
  readonly #busy = new Set<string>();
  readonly #attempts = new Map<string, number>();
  /** Per ticket, the newest message that somebody was asked about and decided on, whatever the screen holds by then. */
  readonly #told = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #byTicket = new Map<string, readonly OutboxEntry[]>();

  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#entries = options.load();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Oldest first; the same array until something changes. */
  of(ticketId: string): readonly OutboxEntry[] {
    const known = this.#byTicket.get(ticketId);
    if (known) return known;
    const entries = this.#entries.filter((entry) => entry.ticketId === ticketId);
    const kept = entries.length > 0 ? entries : nothing;
    this.#byTicket.set(ticketId, kept);
    return kept;
  }

  add(input: Omit<OutboxEntry, 'createdAt' | 'failure'>): void {
    const seenId = newer(input.seenId, this.#told.get(input.ticketId));
    const entry = { ...input, ...(seenId ? { seenId } : {}), createdAt: new Date().toISOString(), failure: null };
    this.#change([...this.#entries, entry]);
    void this.#pump(input.ticketId);
  }

  retry(clientId: string): void {
    this.#attempts.delete(clientId);
    this.#change(this.#entries.map((entry) => (entry.clientId === clientId ? { ...entry, failure: null } : entry)));
    const entry = this.#entries.find((candidate) => candidate.clientId === clientId);
    if (entry) void this.#pump(entry.ticketId);
  }

  /** Its author has read what was written meanwhile and sends it, and what waits behind it, all the same. */
  sendAnyway(ticketId: string): void {
    const seenId = this.of(ticketId).find((entry) => entry.stale)?.stale?.lastId;
    if (!seenId) return;
    this.#change(
      this.#entries.map((entry) =>
        entry.ticketId === ticketId && (entry.seenId ?? '') < seenId ? { ...entry, seenId, stale: null } : entry,
      ),
    );
    void this.#pump(ticketId);
  }

  discard(clientId: string): void {
    if (!this.#entries.some((entry) => entry.clientId === clientId)) return;
    this.#attempts.delete(clientId);
    const { ticketId, stale } = this.#entries.find((entry) => entry.clientId === clientId) ?? {};
    this.#change(this.#entries.filter((entry) => entry.clientId !== clientId));
    if (!stale || !ticketId) return;
    this.#told.set(ticketId, newer(stale.lastId, this.#told.get(ticketId)) ?? stale.lastId);
    void this.#pump(ticketId);
  }

  /** The server has the file: whatever happens from here on, it is not uploaded again. */
  uploaded(clientId: string, mediaId: string): void {
    this.#change(
      this.#entries.map((entry) =>
        entry.clientId === clientId && entry.file ? { ...entry, file: { ...entry.file, mediaId } } : entry,
      ),
    );
  }

  /** The server's version is on screen. */
  settle({ clientId }: Pick<MessageView, 'clientId'>): void {
    if (clientId) this.discard(clientId);
  }

  /** The connection is back: whatever still waits is offered again. */
  flush(): void {
    for (const ticketId of new Set(this.#entries.map((entry) => entry.ticketId))) void this.#pump(ticketId);
  }

  async #pump(ticketId: string): Promise<void> {
    if (this.#busy.has(ticketId)) return;
    this.#busy.add(ticketId);
    try {
      for (;;) {
        const entry = this.of(ticketId).find(({ failure }) => failure === null);
        if (!entry || entry.stale) return;
        const outcome = await this.#options.send(entry);
        if (outcome.kind === 'sent') this.discard(entry.clientId);
        else if (outcome.kind === 'stale') this.#patch(entry.clientId, { stale: outcome.stale });
        else if (outcome.kind === 'refused') this.#fail(entry.clientId, outcome.failure);
        else if (!this.#mayTryAgain(entry)) this.#fail(entry.clientId, 'not_sent');
        else {
          setTimeout(() => void this.#pump(ticketId), this.#waitMs(entry));
          return;
        }
      }
    } finally {
      this.#busy.delete(ticketId);
    }
  }

  #mayTryAgain({ clientId }: OutboxEntry): boolean {
    const attempts = (this.#attempts.get(clientId) ?? 0) + 1;
    this.#attempts.set(clientId, attempts);
    return attempts < attemptsBeforeGivingUp;
  }

  #waitMs({ clientId }: OutboxEntry): number {
    return (this.#options.retryMs ?? 1_000) * 2 ** Math.min(5, (this.#attempts.get(clientId) ?? 1) - 1);
  }

  #fail(clientId: string, failure: string): void {
    this.#patch(clientId, { failure });
  }

  #patch(clientId: string, change: Partial<OutboxEntry>): void {
    this.#change(this.#entries.map((entry) => (entry.clientId === clientId ? { ...entry, ...change } : entry)));
  }

  #change(entries: readonly OutboxEntry[]): void {
    this.#entries = entries;
    this.#byTicket.clear();
    this.#options.save([...entries]);
    for (const listener of this.#listeners) listener();
  }
}
