import type { DriverClock, DriverLogger, MessageLookup, SessionSink } from '../contract.ts';
import { userOf } from './addresses.ts';
import type { AuthState } from './auth-state.ts';
import type { BoundedCache } from './bounded-cache.ts';
import type { GroupDirectory } from './groups/group-directory.ts';
import type { Inbound } from './inbound.ts';
import type { OwnAddresses } from './journal-entry.ts';
import type { SocketConfigSettings, SocketWay } from './socket-settings.ts';

/** What a session gives each of its sockets. */
export interface SocketContext {
  auth: AuthState;
  sink: SessionSink;
  lookup: MessageLookup;
  logger: DriverLogger;
  clock: DriverClock;
  inbound: Inbound;
  groups: GroupDirectory;
  settings: SocketConfigSettings;
  way: SocketWay;
  /** Kept across sockets: resend counters, device lists, pairs and names already reported. */
  caches: { retries: BoundedCache; devices: BoundedCache; identities: BoundedCache; names: BoundedCache };
  /** Milestones of this socket. */
  milestones: SocketMilestones;
}

export interface SocketMilestones {
  qr(text: string): void;
  /** The phone scanned; the provider will ask for a new socket. */
  scanned(): void;
  opened(): void;
  credentialsChanged(): void;
}

export function ownAddresses(auth: AuthState): OwnAddresses {
  const me = auth.state.creds.me;
  return { id: me?.id ?? '', lid: me?.lid };
}

/** Phone number of the paired account, E.164 digits. */
export function ownPhone(auth: AuthState): string | null {
  return userOf(auth.state.creds.me?.id);
}
