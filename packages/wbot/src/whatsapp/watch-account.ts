import { type BinaryNode, type Contact, getBinaryNodeChild, getBinaryNodeChildren, type WASocket } from 'baileys';
import type { NamedPerson, PersonReference } from '../contract.ts';
import { canonicalChat, isDirect, personOf } from './addresses.ts';
import { clampText } from './decode/clamp.ts';
import { completePerson, isOwn } from './journal-entry.ts';
import { describeError } from './library-logger.ts';
import { ownAddresses, type SocketContext } from './socket-context.ts';

type Guard = <T extends unknown[]>(
  what: string,
  listener: (...input: T) => void | Promise<void>,
) => (...input: T) => void;

const nameLimit = 300;
const readTypes = new Set(['read', 'read-self']);

/** What the account's other devices and its address book tell: names, pictures, whom it blocks, what was read there. */
export function watchAccount(
  sock: WASocket,
  context: SocketContext,
  hooks: {
    guarded: Guard;
    /** Resolves when every message received so far is journaled. */
    settled(): Promise<void>;
  },
): {
  opened(): void;
  /** Resolves once the host has recorded what a receipt says about reading on the phone. Rejects when it could not. */
  readElsewhere(receipt: BinaryNode): Promise<void>;
} {
  const { guarded, settled } = hooks;
  const { auth, sink, caches, logger } = context;
  const { keys } = auth.state;
  const complete = (jid: string | undefined): Promise<PersonReference> => completePerson(personOf(jid), keys);

  async function namesOf(contact: Partial<Contact>): Promise<NamedPerson[]> {
    const { id = '', lid, phoneNumber } = contact;
    if (!isDirect(id) || isOwn(id, ownAddresses(auth))) return [];
    const person = await completePerson(personOf(id, lid, phoneNumber), keys);
    const told = [
      ['phonebook', contact.name],
      ['business', contact.verifiedName],
      ['profile', contact.notify],
    ] as const;
    return told.flatMap(([source, value]) => {
      const name = clampText(value, nameLimit);
      const key = `${person.lid ?? person.phone}|${source}`;
      if (!name || caches.names.get(key) === name) return [];
      caches.names.set(key, name);
      return [{ ...person, name, source }];
    });
  }

  async function learn(contacts: readonly Partial<Contact>[]): Promise<void> {
    const people: NamedPerson[] = [];
    for (const contact of contacts) people.push(...(await namesOf(contact)));
    if (people.length > 0) await sink.names?.(people);
  }

  sock.ev.on(
    'contacts.upsert',
    guarded('contacts', (contacts) => learn(contacts)),
  );
  sock.ev.on(
    'contacts.update',
    guarded('contacts', async (contacts) => {
      await learn(contacts);
      for (const { id, imgUrl } of contacts) {
        if (imgUrl !== undefined && isDirect(id ?? '')) await sink.picture?.(await complete(id));
      }
    }),
  );
  sock.ev.on(
    'blocklist.update',
    guarded('block list', async ({ blocklist, type }) => {
      const people = await Promise.all(
        blocklist.map(async (jid) => ({ ...(await complete(jid)), isBlocked: type === 'add' })),
      );
      await sink.blocked?.({ isWhole: false, people });
    }),
  );
  async function readElsewhere(receipt: BinaryNode): Promise<void> {
    const { id, type, from, recipient } = receipt.attrs;
    if (!readTypes.has(type ?? '') || !id || !recipient || !isOwn(from, ownAddresses(auth))) return;
    const rest = getBinaryNodeChildren(getBinaryNodeChild(receipt, 'list'), 'item').flatMap(
      ({ attrs }) => attrs.id ?? [],
    );
    const person = isDirect(recipient) ? await complete(recipient) : { phone: null, lid: null };
    const remoteChat = isDirect(recipient) ? canonicalChat(recipient, person.lid) : recipient;
    await settled();
    await sink.readElsewhere?.({ remoteChat, person, remoteIds: [id, ...rest] });
  }

  const askForBlocked = guarded('block list', async () => {
    try {
      const jids = await sock.fetchBlocklist();
      const named = jids.filter((jid) => jid !== undefined);
      const people = await Promise.all(named.map(async (jid) => ({ ...(await complete(jid)), isBlocked: true })));
      await sink.blocked?.({ isWhole: true, people });
    } catch (error) {
      logger.debug({ error: describeError(error) }, 'block list could not be asked for');
    }
  });
  return { opened: () => askForBlocked(), readElsewhere };
}
