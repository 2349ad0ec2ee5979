import type { BinaryNode } from 'baileys';
import { setBlocked } from '../phone/account-sync.ts';
import { jidOf } from '../state/jid.ts';
import { child, iqError, iqResult, node } from '../wire/nodes.ts';
import type { DeviceLink } from './device-link.ts';
import type { World } from './world.ts';

/** `w:profile:picture`: where the picture is, or why it is not shown. */
export function answerPicture(world: World, _link: DeviceLink, iq: BinaryNode): BinaryNode {
  const picture = world.accounts.find(iq.attrs.target)?.picture;
  if (!picture) return iqError(iq, 404, 'item-not-found');
  if (picture.isHidden) return iqError(iq, 401, 'not-authorized');
  const url = `https://${world.mediaHost}${picture.path}`;
  return iqResult(iq, [node('picture', { id: picture.id, type: 'preview', url })]);
}

/** `blocklist`: whom the account blocks; a device may change it. */
export function answerBlockList(world: World, link: DeviceLink, iq: BinaryNode): BinaryNode {
  const { account, companion } = link;
  if (iq.attrs.type !== 'set') {
    const people = (account.blocked ?? []).flatMap((phone) => world.accounts.find(phone) ?? []);
    const items = people.map((person) => node('item', { jid: jidOf(person, 'lid') }));
    return iqResult(iq, [node('list', {}, items)]);
  }
  const item = child(iq, 'item');
  const person = world.accounts.find(item?.attrs.jid);
  if (!item || !person) return iqError(iq, 404, 'item-not-found');
  setBlocked(world, account, { person, isBlocked: item.attrs.action === 'block', except: companion.id });
  return iqResult(iq);
}
