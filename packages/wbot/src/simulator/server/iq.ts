import type { BinaryNode } from 'baileys';
import { startFirstSync } from '../phone/first-sync.ts';
import { child, children, iqError, iqResult, node } from '../wire/nodes.ts';
import { type DeviceLink, flushBacklog } from './device-link.ts';
import { answerGroups } from './group-iq.ts';
import { answerEncrypt } from './key-server.ts';
import { unlink } from './login.ts';
import { answerBlockList, answerPicture } from './profile-iq.ts';
import { slowness } from './slowness.ts';
import { answerUsync } from './usync.ts';
import { inBackground, type World } from './world.ts';

type Answer = (world: World, link: DeviceLink, iq: BinaryNode) => BinaryNode;

const privacyCategories = ['readreceipts', 'last', 'online', 'profile', 'status', 'groupadd', 'calladd'];

function answerPrivacy(_world: World, { account }: DeviceLink, iq: BinaryNode): BinaryNode {
  if (child(iq, 'tokens')) return iqResult(iq, [node('tokens')]);
  const categories = privacyCategories.map((name) =>
    node('category', { name, value: name === 'readreceipts' && account.hidesReads ? 'none' : 'all' }),
  );
  return iqResult(iq, [node('privacy', {}, categories)]);
}

function answerAppState(_world: World, _link: DeviceLink, iq: BinaryNode): BinaryNode {
  const collections = children(child(iq, 'sync'), 'collection').map(({ attrs }) =>
    node('collection', { name: attrs.name, version: attrs.version ?? 0, type: 'result', has_more_patches: 'false' }),
  );
  return iqResult(iq, [node('sync', {}, collections)]);
}

function answerMediaConnection(world: World, _link: DeviceLink, iq: BinaryNode): BinaryNode {
  const host = node('host', { hostname: world.mediaHost, maxContentLengthBytes: 2 * 1024 ** 3 });
  const attributes = { auth: 'simulator', ttl: 300, auth_ttl: 21_600, max_buckets: 12 };
  return iqResult(iq, [node('media_conn', attributes, [host])]);
}

/** Questions in GraphQL. Only the account's own standing is known here. */
const answerMex: Answer = (_world, link, iq) => {
  const until = link.account.timelockUntilS ?? 0;
  const lock = { is_active: until > 0, time_enforcement_ends: String(until), enforcement_type: 'DEFAULT' };
  const data = JSON.stringify({ data: { xwa2_fetch_account_reachout_timelock: lock } });
  return iqResult(iq, [node('result', {}, Buffer.from(data))]);
};

const empty: Answer = (_world, _link, iq) => iqResult(iq);

const answers: Record<string, Answer> = {
  encrypt: answerEncrypt,
  usync: (world, _link, iq) => answerUsync(world, iq),
  'w:m': answerMediaConnection,
  abt: (_world, _link, iq) => iqResult(iq, [node('props', { protocol: 1, hash: 'simulator' })]),
  blocklist: answerBlockList,
  privacy: answerPrivacy,
  'w:sync:app:state': answerAppState,
  'w:profile:picture': answerPicture,
  'w:g2': answerGroups,
  'w:mex': answerMex,
};

/** Answers one iq of a logged-in device. */
export async function handleIq(world: World, link: DeviceLink, iq: BinaryNode): Promise<void> {
  const { attrs } = iq;
  if (attrs.type === 'result' || attrs.type === 'error') return;
  const xmlns = attrs.xmlns ?? '';
  const { account } = link;
  if (world.faults.strike('silent-iq', (fault) => fault.phone === account.phone && fault.xmlns === xmlns)) return;
  const refusal = world.faults.strike('iq-error', (fault) => fault.phone === account.phone && fault.xmlns === xmlns);
  const slow = slowness(world, account, { what: 'iq', xmlns });
  const answer = () => answerIq(world, link, { iq, refusal: refusal?.code ?? null });
  if (!slow) return await answer();
  world.timers.later(slow, () => inBackground(world, 'slow answer', answer()));
}

async function answerIq(
  world: World,
  link: DeviceLink,
  { iq, refusal }: { iq: BinaryNode; refusal: number | null },
): Promise<void> {
  const { account, companion, connection } = link;
  const xmlns = iq.attrs.xmlns ?? '';
  if (refusal !== null) {
    connection.send(iqError(iq, refusal, 'rate-overlimit'));
    return;
  }
  if (xmlns === 'md' && child(iq, 'remove-companion-device')) {
    connection.send(iqResult(iq));
    unlink(world, account, companion.id);
    return;
  }
  connection.send((answers[xmlns] ?? empty)(world, link, iq));
  if (xmlns === 'passive' && child(iq, 'active')) {
    await flushBacklog(world, link);
    inBackground(world, 'first sync', startFirstSync(world, account, companion));
  }
}
