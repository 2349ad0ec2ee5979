import { deliver } from '../server/device-link.ts';
import { newStanzaId, serverSeconds, type World } from '../server/world.ts';
import { jidOf, type Mode } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { node } from '../wire/nodes.ts';

/** The owner's other devices learn what was read on the phone. */
export function tellOwnRead(
  world: World,
  reader: Account,
  read: { chat: string; mode: Mode; writer: Account | null; ids: readonly string[]; device: number },
): void {
  const [first, ...rest] = read.ids;
  if (first === undefined) return;
  const { writer, mode } = read;
  const isGroup = world.groups.find(read.chat) !== undefined;
  const items = rest.map((id) => node('item', { id }));
  const attributes = {
    from: jidOf(reader, mode, read.device),
    recipient: isGroup || !writer ? read.chat : jidOf(writer, mode),
    participant: isGroup && writer ? jidOf(writer, mode) : null,
    type: reader.hidesReads ? 'read-self' : 'read',
    id: first,
    t: serverSeconds(world),
  };
  const stanza = node('receipt', attributes, items.length > 0 ? [node('list', {}, items)] : undefined);
  for (const companion of reader.companions) deliver(world, { account: reader, companion }, stanza);
}

/** Whom the owner blocks, changed on one of the devices: all the others learn of it. */
export function setBlocked(
  world: World,
  owner: Account,
  change: { person: Account; isBlocked: boolean; except?: number },
): void {
  const { person, isBlocked, except } = change;
  const others = (owner.blocked ?? []).filter((phone) => phone !== person.phone);
  owner.blocked = isBlocked ? [...others, person.phone] : others;
  world.accounts.changed(owner);
  const item = node('item', { action: isBlocked ? 'block' : 'unblock', jid: jidOf(person, 'lid') });
  const attributes = {
    type: 'account_sync',
    from: jidOf(owner, 'pn'),
    id: newStanzaId(world, 'block'),
    t: serverSeconds(world),
  };
  for (const companion of owner.companions.filter(({ id }) => id !== except)) {
    deliver(world, { account: owner, companion }, node('notification', attributes, [node('blocklist', {}, [item])]));
  }
}

/** A new profile picture, or none: whoever chats with that person is told. */
export async function setPicture(
  world: World,
  owner: Account,
  picture: { bytes: Uint8Array | null; isHidden: boolean },
): Promise<void> {
  const id = (owner.picture?.id ?? 0) + 1;
  owner.picture = picture.bytes
    ? { path: await world.blobs.write([picture.bytes]), id, isHidden: picture.isHidden }
    : undefined;
  world.accounts.changed(owner);
  const change = picture.bytes
    ? node('set', { id, jid: jidOf(owner, 'lid') })
    : node('delete', { jid: jidOf(owner, 'lid') });
  for (const other of world.accounts.all()) {
    if (other === owner || !other.chats[owner.phone]) continue;
    for (const companion of other.companions) {
      const attributes = {
        type: 'picture',
        from: jidOf(owner, 'lid'),
        id: newStanzaId(world, 'picture'),
        t: serverSeconds(world),
      };
      deliver(world, { account: other, companion }, node('notification', attributes, [change]));
    }
  }
}
