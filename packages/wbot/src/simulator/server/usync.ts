import type { BinaryNode } from 'baileys';
import { jidOf, parseJid } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { bytes, child, children, iqResult, node } from '../wire/nodes.ts';
import { serverSeconds, type World } from './world.ts';

/** Brazil's mobile numbers got a ninth digit; who was here before is still known without it, and found under both. */
function otherSpelling(world: World, number: string): Account | undefined {
  const [, area, mark, rest] = /^\+?55(\d\d)(9?)(\d{8})$/.exec(number) ?? [];
  return rest ? world.accounts.find(`55${area}${mark ? '' : '9'}${rest}`) : undefined;
}

function answerUser(world: World, user: BinaryNode, protocols: readonly string[]): BinaryNode {
  const number = child(user, 'contact')?.content ? bytes(child(user, 'contact')).toString() : null;
  const asked = user.attrs.jid ?? number ?? '';
  const account = world.accounts.find(asked) ?? (number ? otherSpelling(world, number) : undefined);
  const parsed = parseJid(asked);
  const jid = user.attrs.jid ?? (account ? jidOf(account, 'pn') : `${parsed?.user ?? '0'}@s.whatsapp.net`);
  const answers = protocols.flatMap((protocol): BinaryNode[] => {
    if (protocol === 'contact') return [node('contact', { type: account ? 'in' : 'out' })];
    if (!account) return [];
    if (protocol === 'lid') return parsed?.mode === 'pn' ? [node('lid', { val: jidOf(account, 'lid') })] : [];
    if (protocol !== 'devices') return [];
    const linked = [...account.companions, ...(account.devices ?? [])].map(({ id }) =>
      node('device', { id, 'key-index': id }),
    );
    const list = node('device-list', {}, [node('device', { id: 0 }), ...linked]);
    return [node('devices', {}, [list, node('key-index-list', { ts: serverSeconds(world) })])];
  });
  return node('user', { jid }, answers);
}

/** `usync`: who exists, with which LID and which devices. */
export function answerUsync(world: World, iq: BinaryNode): BinaryNode {
  const request = child(iq, 'usync');
  const protocols = children(child(request, 'query')).map((protocol) => protocol.tag);
  const users = children(child(request, 'list'), 'user').map((user) => answerUser(world, user, protocols));
  const answer = node('usync', { ...request?.attrs }, [node('result'), node('list', {}, users)]);
  return iqResult(iq, [answer]);
}
