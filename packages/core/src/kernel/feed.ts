import type { Context } from './context.ts';
import { read } from './transaction.ts';

export interface FeedEvent {
  seq: number;
  type: 'ticket' | 'channel';
  entityId: string;
  messageIds: string[];
}

/** Events older than this may have been dropped, so a cursor from before it cannot be resumed. */
const retentionMs = 47 * 3_600_000;
/** More than this at once is cheaper to fetch anew. */
const readLimit = 5_000;

interface Position {
  /** Transactions below it had all ended when it was read. */
  horizon: string;
  atMs: number;
}

/** @returns null for anything that we did not write */
export function parseCursor(cursor: string): Position | null {
  const match = /^(\d{1,20})\.(\d{1,15})$/.exec(cursor);
  return match?.[1] && match[2] ? { horizon: match[1], atMs: Number(match[2]) } : null;
}

export interface FeedRead {
  events: FeedEvent[];
  /** Where a reader may resume: it misses nothing from here on, and may see some events again. */
  cursor: string;
}

/**
 * Reads one tenant's log in commit order without waiting for open transactions.
 * A row counts as delivered once its `seq` was seen at or above the horizon; the horizon itself only moves to the
 * oldest transaction that is still running, so a row that commits late is still found.
 */
export class FeedReader {
  readonly #ctx: Context;
  #horizon: string;
  #seen = new Set<number>();
  #cursor: string;

  private constructor(ctx: Context, position: Position) {
    this.#ctx = ctx;
    this.#horizon = position.horizon;
    this.#cursor = `${position.horizon}.${position.atMs}`;
  }

  get cursor(): string {
    return this.#cursor;
  }

  /** Starts at the present end of the log: what commits from now on is delivered, and what is already visible is not. */
  static async atEnd(ctx: Context): Promise<FeedReader> {
    const reader = new FeedReader(ctx, { horizon: await currentHorizon(ctx), atMs: ctx.kernel.clock.now() });
    await reader.read();
    return reader;
  }

  /** @returns null when the cursor is not ours, too old, or from another life of the database */
  static async from(ctx: Context, cursor: string): Promise<FeedReader | null> {
    const position = parseCursor(cursor);
    if (!position || ctx.kernel.clock.now() - position.atMs > retentionMs) return null;
    return BigInt(position.horizon) > BigInt(await currentHorizon(ctx)) ? null : new FeedReader(ctx, position);
  }

  /** @returns what was not delivered before, or null when there is too much of it: resync */
  async read(): Promise<FeedRead | null> {
    const atMs = this.#ctx.kernel.clock.now();
    const rows = await read(this.#ctx, (scope) =>
      scope.query<FeedRow>(
        `select h.horizon, e.seq, e.xid, e.type, e.entity_id, e.message_ids
         from (select pg_snapshot_xmin(pg_current_snapshot())::text as horizon) h
         left join lateral (
           select seq, xid, type, entity_id, message_ids from events
           where tenant_id = $1 and xid >= $2::text::xid8 order by xid, seq limit $3
         ) e on true`,
        [this.#ctx.tenantId, this.#horizon, readLimit + 1],
      ),
    );
    if (rows.length > readLimit) return null;
    const horizon = rows[0]?.horizon ?? this.#horizon;
    const fresh = rows.filter((row) => row.seq !== null && !this.#seen.has(row.seq));
    this.#seen = new Set(
      rows.flatMap((row) => (row.seq !== null && BigInt(row.xid) >= BigInt(horizon) ? [row.seq] : [])),
    );
    this.#horizon = horizon;
    this.#cursor = `${horizon}.${atMs}`;
    return { events: fresh.map(toEvent), cursor: this.#cursor };
  }
}

interface FeedRow {
  horizon: string;
  seq: number | null;
  xid: string;
  type: 'ticket' | 'channel';
  entity_id: string;
  message_ids: string[];
}

const toEvent = (row: FeedRow): FeedEvent => ({
  seq: row.seq ?? 0,
  type: row.type,
  entityId: row.entity_id,
  messageIds: row.message_ids,
});

async function currentHorizon(ctx: Context): Promise<string> {
  const [row] = await read(ctx, (scope) =>
    scope.query<{ horizon: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as horizon'),
  );
  return row?.horizon ?? '0';
}
