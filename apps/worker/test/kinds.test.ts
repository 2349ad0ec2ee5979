import type { MessageView } from '@tiktickets/core/contracts';
import { pageMessages } from '@tiktickets/core/messages';
import { listTickets } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import type { NewMessage, Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation } from './support/company.ts';
import { bia, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

/** Every kind that a customer can write, from the phone to what the console is given. */
let installation: Installation;
let simulator: Simulator;
let ticketId: string;

beforeAll(async () => {
  simulator = await openNetwork({ tls: 'auto' });
  installation = await openInstallation();
  const channelId = await installation.channel();
  await installation.worker({ driver: driverFor(simulator) });
  await pair(installation, simulator, channelId);
  await simulator.control.send(bia.phone, { to: companyPhone, text: 'oi' });
  ticketId = await waitFor(async () => (await listTickets(installation.admin, { tab: 'pending' })).items[0]?.id, {
    what: 'the ticket',
    timeoutMs: 20_000,
  });
});
afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});

const page = async () => (await pageMessages(installation.admin, { ticketId, limit: 100 })).items;
const remoteIds = async () =>
  new Map(
    (await installation.owner<{ id: string; remote_id: string }[]>`select id, remote_id from messages`).map((row) => [
      row.remote_id,
      row.id,
    ]),
  );

/** Writes it and waits until the console would show it as expected. */
async function shown(message: Omit<NewMessage, 'to'>, expected: object): Promise<{ id: string; view: MessageView }> {
  const { id } = await simulator.control.send(bia.phone, { to: companyPhone, ...message });
  const view = await waitFor(
    async () => {
      const ours = (await remoteIds()).get(id);
      const found = (await page()).find((item) => item.id === ours);
      expect(found).toMatchObject(expected);
      return found;
    },
    { what: `a ${message.kind ?? 'text'}`, timeoutMs: 20_000 },
  );
  return { id, view };
}

const choices = { kind: 'choices', choices: [{ text: 'Sim' }, { text: 'Não' }] };
const file = (kind: string) => ({ kind: kind === 'gif' ? 'video' : kind, media: { kind, state: 'stored' } });

it.each<[string, Omit<NewMessage, 'to'>, object]>([
  ['text', { text: '*oi*\nvocê' }, { kind: 'text', body: '*oi*\nvocê', direction: 'in', details: null }],
  ['a text that disappears', { text: 'some', isEphemeral: true }, { kind: 'text', body: 'some', isEphemeral: true }],
  ['a forwarded text', { text: 'passa', isForwarded: true }, { body: 'passa', isForwarded: true }],
  [
    'a text with what its link shows',
    { kind: 'link', text: 'veja https://loja.example/oferta' },
    {
      kind: 'text',
      details: { kind: 'link', url: 'https://loja.example/oferta', title: 'Oferta', description: 'Só hoje' },
    },
  ],
  ['image', { kind: 'image', text: 'foto' }, { ...file('image'), body: 'foto' }],
  ['video', { kind: 'video' }, file('video')],
  ['gif', { kind: 'gif' }, file('gif')],
  ['audio', { kind: 'audio' }, file('audio')],
  ['voice', { kind: 'voice' }, { kind: 'voice', media: { kind: 'voice', waveform: expect.any(String) } }],
  ['document', { kind: 'document', text: 'segue' }, { ...file('document'), body: 'segue' }],
  ['sticker', { kind: 'sticker' }, file('sticker')],
  ['view-once', { kind: 'view-once' }, { kind: 'image', details: { kind: 'view-once' } }],
  [
    'view-once on the phone only',
    { kind: 'view-once-unavailable' },
    { kind: 'system', details: { kind: 'view-once' } },
  ],
  [
    'location',
    { kind: 'location', text: 'Praça' },
    { kind: 'location', details: { kind: 'location', name: 'Praça', isLive: false } },
  ],
  ['live location', { kind: 'live-location' }, { kind: 'location', details: { kind: 'location', isLive: true } }],
  [
    'contact',
    { kind: 'contact', contacts: [{ name: 'Davi', phones: ['+55 11 98888-0003'] }] },
    { kind: 'contact', details: { kind: 'contacts', contacts: [{ name: 'Davi', phones: ['+55 11 98888-0003'] }] } },
  ],
  [
    'poll',
    { kind: 'poll', text: 'Qual?', options: ['A', 'B'] },
    { kind: 'poll', votes: [], details: { kind: 'poll', question: 'Qual?', options: ['A', 'B'], selectableCount: 1 } },
  ],
  ['buttons', { kind: 'buttons', text: 'Escolha' }, { kind: 'text', body: 'Escolha', details: choices }],
  ['list', { kind: 'list', text: 'Menu' }, { kind: 'text', body: 'Menu', details: choices }],
  ['template', { kind: 'template', text: 'Oferta' }, { kind: 'text', body: 'Oferta', details: choices }],
  [
    'call',
    { kind: 'call', isVideo: true },
    { kind: 'call', details: { kind: 'call', isVideo: true, outcome: 'offered' } },
  ],
  ['a kind of tomorrow', { kind: 'unknown' }, { kind: 'unsupported', rawKind: 'orderMessage' }],
])('%s', async (_name, message, expected) => {
  await shown(message, expected);
});

it('a reply names what it answers, also when we never had it', async () => {
  const { id, view } = await shown({ text: 'pergunta' }, { body: 'pergunta' });
  await shown({ text: 'resposta', quotes: id }, { quoted: { messageId: view.id, preview: 'pergunta', kind: 'text' } });
});

it('a reaction, an edit with what was said before, and a deletion change their message', async () => {
  const { id, view } = await shown({ text: 'erado' }, { body: 'erado' });
  const change = async (message: Omit<NewMessage, 'to'>, expected: object) => {
    await simulator.control.send(bia.phone, { to: companyPhone, target: id, ...message });
    await waitFor(
      async () => {
        expect((await page()).find((item) => item.id === view.id)).toMatchObject(expected);
        return true;
      },
      { what: message.kind ?? '', timeoutMs: 20_000 },
    );
  };
  await change({ kind: 'reaction', emoji: '👍' }, { reactions: [{ emoji: '👍', count: 1, isOurs: false }] });
  await change({ kind: 'reaction', emoji: '🙏' }, { reactions: [{ emoji: '🙏', count: 1, isOurs: false }] });
  await change({ kind: 'reaction', emoji: '' }, { reactions: [] });
  await change({ kind: 'edit', text: 'errado' }, { body: 'errado', editedAt: expect.any(String) });
  const edits = await installation.owner<
    { body: string }[]
  >`select body from message_edits where message_id = ${view.id}`;
  expect(edits).toEqual([{ body: 'erado' }]);
  await change({ kind: 'delete' }, { deletedAt: expect.any(String) });
});

it('pictures of an album carry its id', async () => {
  const { id } = await shown({ kind: 'album' }, { kind: 'system', details: { kind: 'album', images: 2 } });
  await shown({ kind: 'image', album: id }, { kind: 'image', albumId: id });
  await shown({ kind: 'image', album: id }, { kind: 'image', albumId: id });
});

it('a live location that moves stays one line', async () => {
  const { id, view } = await shown(
    { kind: 'live-location', latitude: -23.1, longitude: -46.1 },
    { details: { latitude: -23.1 } },
  );
  const before = (await page()).length;
  await simulator.control.send(bia.phone, {
    to: companyPhone,
    kind: 'live-location',
    latitude: -23.2,
    longitude: -46.2,
    sequence: 2,
    id: `${id}2`,
  });
  await waitFor(
    async () => {
      expect((await page()).find((item) => item.id === view.id)?.details).toMatchObject({
        latitude: -23.2,
        longitude: -46.2,
      });
      return true;
    },
    { what: 'the new place', timeoutMs: 20_000 },
  );
  expect(await page()).toHaveLength(before);
});
