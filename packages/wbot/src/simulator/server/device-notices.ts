import { jidOf } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { node } from '../wire/nodes.ts';
import { deliver } from './device-link.ts';
import { newStanzaId, serverSeconds, type World } from './world.ts';

/** Tells every linked device that knows `account` (chats with it, or is one of its own) that its device list changed. */
export function announceDevices(
  world: World,
  account: Account,
  change: { tag: 'add' | 'remove'; device: number },
): void {
  for (const other of world.accounts.all()) {
    if (other !== account && !other.chats[account.phone] && !account.chats[other.phone]) continue;
    for (const companion of other.companions) {
      if (other === account && companion.id === change.device) continue;
      const id = newStanzaId(world, 'devices');
      const attributes = {
        type: 'devices',
        from: jidOf(account, 'pn'),
        id,
        t: serverSeconds(world),
      };
      const device = node('device', { jid: jidOf(account, 'pn', change.device), 'key-index': change.device });
      const list = node(change.tag, { device_hash: `2:${id}` }, [device]);
      deliver(world, { account: other, companion }, node('notification', attributes, [list]));
    }
  }
}
