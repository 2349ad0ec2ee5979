import type { BinaryNode } from 'baileys';
import { createRandom, type Random, randomHex } from '../random.ts';
import { node } from '../wire/nodes.ts';

const tags = ['message', 'receipt', 'notification', 'call', 'chatstate', 'presence', 'ack', 'iq', 'ib'];
const names = [
  'id',
  'from',
  'to',
  'participant',
  'recipient',
  'type',
  't',
  'notify',
  'category',
  'offline',
  'edit',
  'class',
];
const types = [
  'text',
  'media',
  'retry',
  'read',
  'w:gp2',
  'devices',
  'encrypt',
  'mediaretry',
  'server_sync',
  'picture',
  'error',
];
const children = [
  'enc',
  'retry',
  'rmr',
  'list',
  'item',
  'offer',
  'create',
  'add',
  'group',
  'participant',
  'unavailable',
  'keys',
];
const jids = [
  '',
  'x',
  '123@lid',
  '5511988880001@s.whatsapp.net',
  '1203@g.us',
  'a:b@c',
  '5511:99@lid',
  '@s.whatsapp.net',
];

function pick(random: Random, from: readonly string[]): string {
  return from[Math.floor(random() * from.length)] ?? '';
}

function value(random: Random, name: string): string {
  if (name === 'type') return pick(random, types);
  if (['from', 'to', 'participant', 'recipient'].includes(name)) return pick(random, jids);
  return random() < 0.5 ? randomHex(random, 1 + Math.floor(random() * 20)) : String(Math.floor(random() * 1e12) - 1e6);
}

function attributes(random: Random): Record<string, string> {
  const chosen = names.filter(() => random() < 0.4);
  return Object.fromEntries(chosen.map((name) => [name, value(random, name)]));
}

function part(random: Random, depth: number): BinaryNode {
  const tag = pick(random, children);
  const chance = random();
  if (tag === 'enc') {
    const bytes = Buffer.from(randomHex(random, 2 * Math.floor(random() * 200)), 'hex');
    return node(tag, { v: 2, type: pick(random, ['msg', 'pkmsg', 'skmsg', 'plaintext', 'odd']) }, bytes);
  }
  if (depth === 0 || chance < 0.3) return node(tag, attributes(random));
  if (chance < 0.6) return node(tag, attributes(random), Buffer.from(randomHex(random, 40), 'hex'));
  return node(tag, attributes(random), [part(random, depth - 1), part(random, depth - 1)]);
}

/** A stanza that no honest server sends, but that ends no session by itself. */
function malformed(random: Random): BinaryNode {
  const content = random() < 0.15 ? undefined : Array.from({ length: Math.floor(random() * 3) }, () => part(random, 3));
  return node(pick(random, tags), attributes(random), content);
}

/** The same stanzas for the same seed. */
export function* malformedStanzas(seed: number, count: number): Generator<BinaryNode> {
  const random = createRandom(seed);
  for (let sent = 0; sent < count; sent += 1) yield malformed(random);
}
