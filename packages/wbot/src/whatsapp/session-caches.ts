import { BoundedCache } from './bounded-cache.ts';
import type { SocketContext } from './socket-context.ts';

const hourMs = 60 * 60 * 1000;

/** What outlives the sockets of a session, bounded. */
export function sessionCaches(): SocketContext['caches'] {
  return {
    retries: new BoundedCache({ entries: 5_000, ttlMs: hourMs }),
    // Changes are announced by the provider; each renewal makes the library open new sessions with the contact.
    devices: new BoundedCache({ entries: 10_000, ttlMs: 6 * hourMs }),
    identities: new BoundedCache({ entries: 20_000, ttlMs: 24 * hourMs }),
    names: new BoundedCache({ entries: 20_000, ttlMs: 24 * hourMs }),
  };
}
