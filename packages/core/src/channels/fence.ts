import type { Parameter } from '@tiktickets/db';

/** Proof of owning a channel's shard. Every write of a lane or a session carries it. */
export interface Fence {
  shard: number;
  /** The worker's id, new with every start of a process. */
  owner: string;
  /** Grows with every takeover. */
  epoch: number;
}

/** This process no longer owns the channel: nothing was written, and nothing of the session may go on. */
export class Fenced extends Error {
  constructor() {
    super('this process no longer owns the channel');
    this.name = 'Fenced';
  }
}

/**
 * First part of a fenced statement, with the fence as $1 to $3. `for key share` against `unique (shard, epoch)` makes a
 * takeover wait for an open fenced write, and never a renewal; a plain `exists` would let a zombie's write commit after it.
 */
export const fenceSql =
  'fence as materialized (select from session_shards where shard = $1 and owner = $2 and epoch = $3 for key share)';

/** As `fenceSql`, for the step before something irrevocable: the lease must still run, too. */
export const liveFenceSql =
  'fence as materialized (select from session_shards where shard = $1 and owner = $2 and epoch = $3 and lease_until > clock_timestamp() for key share)';

export const fenceParameters = (fence: Fence): Parameter[] => [fence.shard, fence.owner, fence.epoch];

/** What a fenced statement selects at its end, so that "not ours" and "nothing to change" can be told apart. */
export const heldSql = '(select count(*)::int from fence) as held';

/** @throws {Fenced} when the statement's fence matched nothing */
export function requireHeld<Row extends { held: number }>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (!row || row.held === 0) throw new Fenced();
  return row;
}
