import { expect, test } from 'vitest';
import type { NewMessage, WritableKind } from '../src/simulator/index.ts';
import { createRandom } from '../src/simulator/random.ts';
import { ana, bia, companyPhone, Desk } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

/** The same every time, so that only what changed can break it; `FUZZ_SEED` and `FUZZ_ROUNDS` look elsewhere and longer. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_122);
const rounds = Number(process.env.FUZZ_ROUNDS ?? 5);
const messagesARound = 40;

const kinds: readonly WritableKind[] = [
  ...['text', 'image', 'video', 'gif', 'audio', 'voice', 'document', 'sticker', 'view-once'],
  ...['view-once-unavailable', 'location', 'live-location', 'contact', 'poll', 'vote', 'reaction', 'edit', 'delete'],
  ...['buttons', 'list', 'template', 'album', 'call', 'unknown'],
] as const satisfies readonly WritableKind[];
const texts = [
  '',
  ' ',
  'oi',
  '\u0000',
  '\ud800',
  '👩‍👩‍👧‍👦'.repeat(50),
  'a'.repeat(60_000),
  '‮evil',
  '<script>',
  '%s%n',
  '{{constructor}}',
  "'; drop table messages; --",
];
const paths = [
  '',
  '/',
  '//evil.example/x',
  '/../../etc/passwd',
  'https://evil.example/',
  '/v/x?y=\u0000',
  'x'.repeat(4_000),
];

test(`hostile and random messages end in a defined state, and the session goes on (seed ${seed})`, async () => {
  await using desk = await Desk.connected();
  const random = createRandom(seed);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const ids: string[] = [];
  const expected: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await desk.control.fault({ kind: 'malformed', phone: companyPhone, seed: seed + round, amount: 60 });
    for (let n = 0; n < messagesARound; n += 1) {
      const kind = pick(kinds) ?? 'text';
      const message: NewMessage = { to: companyPhone, kind, text: pick(texts) ?? '' };
      message.addressing = pick(['pn', 'lid', 'lid-only'] as const);
      if (random() < 0.1) message.atMs = Math.floor(random() * 4e12);
      if (random() < 0.1) message.copies = 3;
      if (random() < 0.1) message.undecryptable = true;
      if (random() < 0.3) message.quotes = pick(ids);
      if (random() < 0.2)
        message.file = {
          claims: { sha256: 'AAAA', directPath: pick(paths), sizeBytes: Math.floor(random() * 2 ** 40) },
        };
      if (['vote', 'reaction', 'edit', 'delete'].includes(kind)) message.target = pick(ids) ?? 'nobody';
      if (['poll', 'vote', 'buttons', 'list', 'template'].includes(kind))
        message.options = ['a', '', 'a'.repeat(200)].slice(0, Math.floor(random() * 4));
      if (kind.endsWith('location')) Object.assign(message, { latitude: random() * 1e6 - 5e5, longitude: -1e300 });
      // What even the network refuses to carry is no message.
      const sent = await desk.control.send((pick([ana, bia]) ?? ana).phone, message).catch(() => null);
      if (!sent) continue;
      ids.push(sent.id);
      // An empty text is nothing to show.
      if (kind === 'text' && message.text !== '') expected.push(sent.id);
    }
    const { id } = await desk.control.send(ana.phone, { to: companyPhone, text: `fim ${round}` });
    await waitFor(`the end of round ${round} (seed ${seed})`, () => desk.messageWith(id), 60_000);
  }
  const missing = () => expected.filter((id) => !desk.messageWith(id));
  await waitFor('all that was written', () => missing().length === 0, 30_000).catch(() =>
    expect(missing(), `seed ${seed}`).toEqual([]),
  );
  const messages = desk.host.messages(desk.driver);
  for (const message of messages) {
    expect(JSON.parse(JSON.stringify(message))).toEqual(message);
    if (!message.media) continue;
    // Whatever a file claims of itself: it comes whole and as promised, or with an error that has a name.
    const key = { remoteChat: message.remoteChat, remoteId: message.remoteId, fromMe: false, participant: null };
    const outcome = await desk.session
      .downloadMedia(message.media, key, AbortSignal.timeout(10_000))
      .then((stream) => stream.resume().toArray())
      .then(
        () => 'whole',
        (error: unknown) => (error instanceof Error ? error.name : 'nameless'),
      );
    expect(['whole', 'MediaError', 'AbortError']).toContain(outcome);
  }
  expect(desk.session.phase).toBe('connected');
  expect(desk.host.wipes).toBe(0);
}, 240_000);
