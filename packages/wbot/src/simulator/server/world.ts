import type { Recorder } from '../control/recorder.ts';
import type { ScriptRun } from '../control/script.ts';
import type { Delays, Timers } from '../delays.ts';
import type { BlobStore } from '../media/blob-store.ts';
import { type Random, randomHex } from '../random.ts';
import type { Accounts } from '../state/accounts.ts';
import type { Groups } from '../state/groups.ts';
import type { Account } from '../state/model.ts';
import type { DeviceLink } from './device-link.ts';
import type { Faults } from './faults.ts';
import type { PendingPairings } from './pairing.ts';
import type { Typing } from './typing.ts';

export interface SimulatorLogger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** The simulated network: one per running simulator. */
export interface World {
  accounts: Accounts;
  groups: Groups;
  /** Devices that are online, by `<phone>.<device>`. */
  links: Map<string, DeviceLink>;
  pairings: PendingPairings;
  faults: Faults;
  typing: Typing;
  delays: Delays;
  timers: Timers;
  /** Of ids; delays have one of their own, so that their number changes no id. */
  random: Random;
  /** How far the servers' clock is ahead of this computer's. */
  skewMs: number;
  blobs: BlobStore;
  /** Whether clients can fetch files: they insist on TLS. */
  hasTls: boolean;
  /** Host and port that clients are sent to for files. */
  mediaHost: string;
  logger: SimulatorLogger;
  recorder: Recorder;
  /** The last script that was started. */
  script: ScriptRun | null;
  /** Runs the phone work of one account strictly one after the other. */
  turn<T>(account: Account, work: () => Promise<T>): Promise<T>;
}

/** A lock per account; the phones' Signal sessions do not survive interleaving. */
export function createTurns(): World['turn'] {
  const tails = new WeakMap<Account, Promise<unknown>>();
  return (account, work) => {
    const result = (tails.get(account) ?? Promise.resolve()).then(work);
    tails.set(
      account,
      result.catch(() => undefined),
    );
    return result;
  };
}

/** Runs work that nobody waits for; a failure is logged, never thrown. */
export function inBackground(world: World, what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => world.logger.warn({ error: String(error) }, `${what} failed`));
}

export function unixSeconds(atMs: number): number {
  return Math.floor(atMs / 1000);
}

/** What the servers' clock shows, unix milliseconds. */
export function serverNowMs(world: World): number {
  return Date.now() + world.skewMs;
}

export function serverSeconds(world: World): number {
  return unixSeconds(serverNowMs(world));
}

/** Id of a stanza of the server's own; the same ones under the same seed. */
export function newStanzaId(world: World, what: string): string {
  return `${what}-${randomHex(world.random, 16)}`;
}
