import type { LiveItem } from '@tiktickets/core/contracts';
import { type Context, FeedReader, type Kernel, systemContext, within } from '@tiktickets/core/kernel';
import { Batch } from './batch.ts';
import { hydrate } from './hydrate.ts';
import type { Viewer } from './viewer.ts';

/** The first change goes out at once; what follows is gathered for so long. */
const tickMs = 25;
/** A wake-up may be lost between commit and announcement; this look finds it. */
const sweepMs = 5_000;
/** An answer that never comes must not hold up the feed for ever; if it does come, what it brings is delivered all the same. */
const readTimeoutMs = 10_000;
const rememberedTickets = 20_000;

type TicketItem = LiveItem & { type: 'ticket' };

/** The one reader of a tenant's log in this process: reads once, hydrates once, serialises once per audience. */
export class TenantFeed {
  readonly #ctx: Context;
  readonly #viewers = new Set<Viewer>();
  #reader: FeedReader | null = null;
  #reading: Promise<void> | null = null;
  #again = false;
  #sweep: NodeJS.Timeout | null = null;
  /** Where each ticket stood when last sent, to tell those who lose sight of it. */
  readonly #last = new Map<string, TicketItem>();

  constructor(kernel: Kernel, tenantId: string) {
    this.#ctx = systemContext(kernel, tenantId, 'live-feed');
  }

  get size(): number {
    return this.#viewers.size;
  }

  /** The viewer receives everything that commits from here on. */
  async join(viewer: Viewer): Promise<void> {
    this.#viewers.add(viewer);
    this.#sweep ??= setInterval(() => this.wake(), sweepMs);
    await this.#ready();
  }

  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0 || !this.#sweep) return;
    clearInterval(this.#sweep);
    this.#sweep = null;
    this.#reader = null;
  }

  /** Where a subscription that starts now may resume from. */
  async cursor(): Promise<string> {
    return (await this.#ready()).cursor;
  }

  async #ready(): Promise<FeedReader> {
    this.#reader ??= await FeedReader.atEnd(this.#ctx);
    return this.#reader;
  }

  wake(): void {
    if (this.#viewers.size === 0) return;
    this.#again = true;
    this.#reading ??= this.#readUntilQuiet().finally(() => {
      this.#reading = null;
      if (this.#again) this.wake();
    });
  }

  async #readUntilQuiet(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await within(readTimeoutMs, this.#readOnce());
      } catch (error) {
        // The database is away: the sweep tries again, and nothing is skipped because the cursor has not moved.
        this.#ctx.kernel.logger.warn({ err: error, tenantId: this.#ctx.tenantId }, 'the live feed could not be read');
        return;
      }
      if (this.#again) await new Promise((resolve) => setTimeout(resolve, tickMs));
    }
  }

  async #readOnce(): Promise<void> {
    const reader = await this.#ready();
    const result = await reader.read();
    if (!result) {
      this.#reader = await FeedReader.atEnd(this.#ctx);
      const { cursor } = this.#reader;
      for (const viewer of this.#viewers) viewer.push(new Batch({ kind: 'resync', items: [], cursor }));
      return;
    }
    if (result.events.length === 0) return;
    let items: LiveItem[];
    try {
      items = await hydrate(this.#ctx, result.events);
    } catch (error) {
      // These events count as read; whoever watches fetches anew instead of missing them.
      for (const viewer of this.#viewers) viewer.push(new Batch({ kind: 'resync', items: [], cursor: result.cursor }));
      throw error;
    }
    this.#deliver(items, result.cursor);
  }

  #deliver(items: readonly LiveItem[], cursor: string): void {
    const tickets = ticketsOf(items);
    const batches = new Map<string, Batch | null>();
    for (const viewer of this.#viewers) {
      const seen = this.#forViewer(viewer, items, tickets);
      // Viewers who see the same items share one batch, and with it one serialised text.
      const audience = seen
        .map((item) => (item.type === 'ticket-gone' ? `-${item.ticketId}` : items.indexOf(item)))
        .join();
      if (!batches.has(audience)) {
        batches.set(audience, seen.length > 0 ? new Batch({ kind: 'items', items: seen, cursor }) : null);
      }
      const batch = batches.get(audience);
      if (batch) viewer.push(batch);
    }
    for (const [id, item] of tickets) this.#remember(id, item);
  }

  #forViewer(viewer: Viewer, items: readonly LiveItem[], tickets: ReadonlyMap<string, TicketItem>): LiveItem[] {
    return items.flatMap((item): LiveItem[] => {
      if (viewer.may(item, tickets)) return [item];
      if (item.type !== 'ticket') return [];
      const before = this.#last.get(item.ticket.id);
      // Unknown here: said once, it does no harm to those who never had it.
      const lost = !before || viewer.may(before, tickets);
      return lost ? [{ type: 'ticket-gone', ticketId: item.ticket.id }] : [];
    });
  }

  #remember(id: string, item: TicketItem): void {
    this.#last.delete(id);
    this.#last.set(id, item);
    const oldest = this.#last.size > rememberedTickets ? this.#last.keys().next().value : undefined;
    if (oldest !== undefined) this.#last.delete(oldest);
  }

  /** What a viewer missed since `cursor`; null when only a fresh fetch can tell. */
  async missed(viewer: Viewer, cursor: string): Promise<{ items: LiveItem[]; cursor: string } | null> {
    const reader = await FeedReader.from(this.#ctx, cursor);
    const result = await reader?.read();
    if (!result) return null;
    const items = await hydrate(this.#ctx, result.events);
    const tickets = ticketsOf(items);
    const seen = items.flatMap((item): LiveItem[] => {
      if (viewer.may(item, tickets)) return [item];
      return item.type === 'ticket' ? [{ type: 'ticket-gone', ticketId: item.ticket.id }] : [];
    });
    return { items: seen, cursor: result.cursor };
  }
}

const ticketsOf = (items: readonly LiveItem[]): Map<string, TicketItem> =>
  new Map(items.flatMap((item) => (item.type === 'ticket' ? [[item.ticket.id, item] as const] : [])));
