import type { LIDMapping } from 'baileys';
import type { SessionSink } from '../contract.ts';
import { personOf } from './addresses.ts';
import type { BoundedCache } from './bounded-cache.ts';

/** Tells the host, once per pair, that a phone number and a LID are one person. */
export function reportIdentities(
  pairs: readonly LIDMapping[],
  to: { sink: SessionSink; caches: { identities: BoundedCache } },
): void {
  for (const { pn, lid } of pairs) {
    const person = personOf(pn, lid);
    if (!person.phone || !person.lid) continue;
    const key = `${person.phone}=${person.lid}`;
    if (to.caches.identities.get(key) === true) continue;
    to.caches.identities.set(key, true);
    void to.sink.identity({ phone: person.phone, lid: person.lid });
  }
}
