import { deliver } from '../server/device-link.ts';
import { serverNowMs, serverSeconds, unixSeconds, type World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { node } from '../wire/nodes.ts';
import { fileMessage, findMessage } from './chat-log.ts';
import { newMessageId } from './send.ts';

/** A phone rings another account on all its devices. */
export function callFromPhone(
  world: World,
  from: Account,
  input: { to: Account; id?: string | undefined; isVideo: boolean },
): { id: string } {
  const { to, isVideo } = input;
  const id = input.id ?? newMessageId(world);
  const atMs = serverNowMs(world);
  const filed = { id, atMs, kind: 'call', text: isVideo ? 'video' : 'voice' } as const;
  fileMessage(from, to.phone, { ...filed, fromMe: true, state: 'sent' });
  fileMessage(to, from.phone, { ...filed, fromMe: false, state: 'delivered' });
  for (const account of [from, to]) world.accounts.changed(account);
  const caller = { 'call-id': id, 'call-creator': jidOf(from, 'lid'), caller_pn: jidOf(from, 'pn') };
  const offer = node('offer', caller, isVideo ? [node('audio'), node('video')] : [node('audio')]);
  for (const companion of to.companions) {
    const attributes = { from: jidOf(from, 'lid'), id: `call-${id}`, t: unixSeconds(atMs), notify: from.name };
    deliver(world, { account: to, companion }, node('call', attributes, [offer]));
  }
  return { id };
}

export type CallEnd = 'timeout' | 'hang-up' | 'accepted' | 'rejected';

/** How a call ends, as the devices of who was called learn it. */
export function endCall(world: World, from: Account, input: { to: Account; id: string; end: CallEnd }): void {
  const { to, id, end } = input;
  const creator = { 'call-id': id, 'call-creator': jidOf(from, 'lid') };
  const what = {
    timeout: node('terminate', { ...creator, reason: 'timeout' }),
    'hang-up': node('terminate', creator),
    accepted: node('terminate', { ...creator, reason: 'accepted_elsewhere' }),
    rejected: node('terminate', { ...creator, reason: 'rejected_elsewhere' }),
  }[end];
  for (const companion of to.companions) {
    const attributes = { from: jidOf(from, 'lid'), id: `end-${id}`, t: serverSeconds(world) };
    deliver(world, { account: to, companion }, node('call', attributes, [what]));
  }
}

/** Somebody declined a call: both phones show it. */
export function declineCall(world: World, by: Account, input: { caller: Account | undefined; id: string }): void {
  const { caller, id } = input;
  if (!caller) return;
  for (const [owner, peer] of [
    [by, caller],
    [caller, by],
  ] as const) {
    const call = findMessage(owner, peer.phone, id);
    if (call) call.text = 'declined';
    world.accounts.changed(owner);
  }
}
