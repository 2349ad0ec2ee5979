import type { InboundMessage } from '@tiktickets/wbot/contract';
import { canonicalPhone, type Identity, identitiesOfPerson } from '../contacts/index.ts';

/** Whoever wrote it, if that is somebody else. */
export const authorIds = ({ isGroup, fromMe, person }: InboundMessage): Identity[] =>
  isGroup && fromMe ? [] : identitiesOfPerson(person);

/** The room that it was written in. */
export const roomOf = ({ isGroup, remoteChat }: InboundMessage): Identity | null =>
  isGroup && remoteChat.endsWith('@g.us') ? { kind: 'group', value: remoteChat } : null;

/** A change of a group, told by the provider and not by a person. */
export const isNotice = ({ details }: InboundMessage): boolean => details?.kind === 'group-notice';

/** All that has to be looked up for a message. */
export function identitiesOf({ inbound }: { inbound: InboundMessage }): Identity[] {
  const room = roomOf(inbound);
  return [...(room ? [room] : []), ...authorIds(inbound)];
}

export interface Pair {
  lid: string;
  phone: string;
}

/** What is known of which LID has which number: from earlier on, and from the batch itself, which knows better. */
export class Pairs {
  readonly #phones = new Map<string, string>();
  readonly #lids = new Map<string, string>();

  constructor(known: readonly Pair[], arrivals: readonly { inbound: InboundMessage }[]) {
    for (const pair of known) this.#learn(pair);
    for (const { inbound } of arrivals) {
      const { lid, phone } = inbound.person;
      if (lid && phone) this.#learn({ lid, phone: canonicalPhone(phone) });
    }
  }

  #learn({ lid, phone }: Pair): void {
    this.#phones.set(lid, phone);
    this.#lids.set(phone, lid);
  }

  /** The ids of a person, with the one that was not told but is known. */
  complete(ids: readonly Identity[]): Identity[] {
    const idOf = (kind: Identity['kind']): string | undefined => ids.find((id) => id.kind === kind)?.value;
    const [lid, phone] = [idOf('lid'), idOf('phone')];
    const knownPhone = lid && !phone ? this.#phones.get(lid) : undefined;
    const knownLid = phone && !lid ? this.#lids.get(phone) : undefined;
    return [
      ...(knownLid ? [{ kind: 'lid' as const, value: knownLid }] : []),
      ...ids.slice(0, lid ? 1 : 0),
      ...(knownPhone ? [{ kind: 'phone' as const, value: knownPhone }] : []),
      ...ids.slice(lid ? 1 : 0),
    ];
  }
}
