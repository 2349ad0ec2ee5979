import { randomUUID } from 'node:crypto';
import { getGroup } from '@tiktickets/core/groups';
import { pageMessages, sendMessage } from '@tiktickets/core/messages';
import { getTicket, listTickets, markRead } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import type { NewMessage, Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, openInstallation } from './support/company.ts';
import { bia, caio, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

const ana = { phone: '5511988880009', name: 'Ana Prado' };

describe.each(['lid', 'pn'] as const)('a group on WhatsApp (%s) as a room', (addressing) => {
  let installation: Installation;
  let simulator: Simulator;
  let channelId: string;
  let group: string;
  beforeAll(async () => {
    simulator = await openNetwork();
    await simulator.control.createPhone(ana);
    installation = await openInstallation();
    channelId = await installation.channel();
    await installation.worker({ driver: driverFor(simulator) });
    await pair(installation, simulator, channelId);
  });
  afterAll(async () => {
    await installation[Symbol.asyncDispose]();
    await simulator.close();
  });

  const switchGroups = (on: boolean) =>
    installation.owner`update channels set takes_groups = ${on} where id = ${channelId}`;
  const rooms = async () => (await listTickets(installation.agent, { tab: 'groups' })).items;
  const room = (what = 'a room') =>
    waitFor(
      async () => {
        const [ticket] = await rooms();
        return ticket ?? null;
      },
      { what, timeoutMs: 20_000 },
    );
  const ticket = async () => getTicket(installation.agent, { id: (await room()).id });
  const messages = async () =>
    (await pageMessages(installation.agent, { ticketId: (await room()).id })).items.toReversed();
  const settled = (what: string, is: (view: Awaited<ReturnType<typeof ticket>>) => boolean) =>
    waitFor(async () => is(await ticket()), { what, timeoutMs: 20_000 });
  const say = (by: { phone: string }, text: string, more: Partial<NewMessage> = {}) =>
    simulator.control.send(by.phone, { to: group, text, ...more });
  const arrived = (text: string) =>
    waitFor(async () => (await messages()).find((message) => message.body === text), { what: text, timeoutMs: 20_000 });
  const onPhone = async (phone: string, text: string) =>
    waitFor(
      async () => (await simulator.control.chat(phone, group)).messages.find((message) => message.text === text),
      { what: `${text} on ${phone}`, timeoutMs: 20_000 },
    );

  it('leaves nothing behind while groups are off', async () => {
    const members = [bia.phone, caio.phone, companyPhone];
    ({ id: group } = await simulator.control.createGroup({
      subject: 'Condomínio',
      owner: ana.phone,
      members,
      addressing,
    }));
    await say(ana, 'antes');
    // A direct message after it: when that is here, the group's was looked at.
    await simulator.control.send(ana.phone, { to: companyPhone, text: 'direto' });
    await waitFor(async () => (await listTickets(installation.agent, { tab: 'pending' })).items.length === 1, {
      what: 'the direct message',
    });
    expect(await rooms()).toEqual([]);
    const waiting = await installation.owner`select from inbound_journal where ingested_at is null`;
    expect(waiting).toHaveLength(0);
    await switchGroups(true);
  });

  it('becomes one ticket with the first message, knows its subject and its members', async () => {
    await say(bia, 'bom dia a todos');
    await settled('the subject', (view) => view.contact.name === 'Condomínio' && view.group?.memberCount === 4);
    expect(await ticket()).toMatchObject({ isGroup: true, state: 'open', agent: null, unreadCount: 1 });
    expect((await messages()).map(({ body, sender }) => [body, sender?.name])).toEqual([['bom dia a todos', 'Bia']]);
    const { members } = await getGroup(installation.agent, { id: (await room()).id });
    expect(members.map(({ role, isUs }) => [role, isUs]).toSorted()).toEqual(
      [
        ['owner', false],
        ['member', false],
        ['member', false],
        ['member', true],
      ].toSorted(),
    );
    expect(members.find((member) => member.role === 'owner')?.name).toBe('Ana Prado');
  });

  it('shows each member under the name and in the order in which they wrote, and ourselves on the phone', async () => {
    await say(caio, 'um');
    await say(bia, 'dois');
    await say(caio, 'três');
    await simulator.control.send(companyPhone, { to: group, text: 'do celular' });
    await arrived('do celular');
    await arrived('três');
    const written = (await messages()).filter((message) => message.body !== 'bom dia a todos');
    expect(written.map(({ body }) => body).toSorted()).toEqual(['do celular', 'dois', 'três', 'um'].toSorted());
    expect(written.filter((message) => message.sender).map(({ body, sender }) => `${sender?.name}: ${body}`)).toEqual([
      'Caio: um',
      'Bia: dois',
      'Caio: três',
    ]);
    expect(written.find((message) => message.body === 'do celular')).toMatchObject({
      direction: 'out',
      fromPhone: true,
      sender: null,
    });
    expect((await ticket()).unreadCount).toBe(4);
    const people = await installation.owner`select from contacts where not is_group`;
    expect(people).toHaveLength(3);
    expect((await listTickets(installation.agent, { tab: 'pending' })).items).toHaveLength(1);
  });

  it('is answered with a quote of the member, and its ticks wait for all of them', async () => {
    await simulator.control.setReads(caio.phone, 'manual');
    const asked = await arrived('dois');
    const { id: ticketId } = await room();
    const answer = await sendMessage(installation.agent, {
      ticketId,
      clientId: randomUUID(),
      body: 'Anotado, Bia!',
      quotedId: asked.id,
    });
    for (const phone of [ana.phone, bia.phone, caio.phone]) {
      expect(await onPhone(phone, 'Anotado, Bia!')).toMatchObject({ quotes: { text: 'dois' } });
    }
    const state = async () => (await messages()).find((message) => message.id === answer.id)?.state;
    await waitFor(async () => (await state()) === 'delivered', { what: 'two ticks', timeoutMs: 20_000 });
    // The others have read it by now or soon; it stays at two ticks until Caio has too.
    await waitFor(
      async () =>
        (await installation.owner`select from message_receipts where message_id = ${answer.id} and state = 'read'`)
          .length === 2,
      { what: 'two readers', timeoutMs: 20_000 },
    );
    expect(await state()).toBe('delivered');
    await simulator.control.read(caio.phone, group);
    await waitFor(async () => (await state()) === 'read', { what: 'blue ticks', timeoutMs: 20_000 });
  });

  it('shows a member’s answer to us and to another member, and whom they mention', async () => {
    const ours = await onPhone(bia.phone, 'Anotado, Bia!');
    const his = await onPhone(bia.phone, 'três');
    await say(bia, 'obrigada', { quotes: ours.id });
    await say(bia, 'e você?', { quotes: his.id });
    expect((await arrived('obrigada')).quoted).toMatchObject({ isOurs: true, author: null, preview: 'Anotado, Bia!' });
    expect((await arrived('e você?')).quoted).toMatchObject({ isOurs: false, author: { name: 'Caio' } });
    const address = (await getGroup(installation.agent, { id: (await room()).id })).members.find(
      (member) => member.name === 'Caio',
    )?.address;
    const body = `@${address} veja`;
    await say(bia, body, { mentions: [caio.phone] });
    const mention = await arrived(body);
    expect(mention.people).toMatchObject([{ name: 'Caio', isUs: false }]);
    const written = await sendMessage(installation.agent, {
      ticketId: mention.ticketId,
      clientId: randomUUID(),
      body: `@${address} confirma?`,
      mentions: [address ?? ''],
    });
    expect(written.people).toMatchObject([{ name: 'Caio' }]);
    await onPhone(caio.phone, `@${address} confirma?`);
  });

  it('tells its members that they were read', async () => {
    const { id } = await room();
    await markRead(installation.agent, { id });
    await waitFor(
      async () =>
        (await simulator.control.ledger(bia.phone)).receipts.filter((receipt) => receipt.state === 'read').length > 0,
      { what: 'blue ticks on the phone of a member', timeoutMs: 20_000 },
    );
    expect((await ticket()).unreadCount).toBe(0);
  });

  it('tells who came and went, what it is called now, and counts none of it as unread', async () => {
    const by = ana.phone;
    await simulator.control.changeGroup(group, { kind: 'subject', by, text: 'Condomínio Azul' });
    await simulator.control.changeGroup(group, { kind: 'promote', by, phones: [bia.phone] });
    await simulator.control.changeGroup(group, { kind: 'remove', by: caio.phone, phones: [caio.phone] });
    await simulator.control.changeGroup(group, { kind: 'announcement', by });
    await settled(
      'what became of the group',
      ({ contact, group: now }) =>
        contact.name === 'Condomínio Azul' && now?.memberCount === 3 && now.isAnnouncement && !now.mayWrite,
    );
    await waitFor(async () => (await messages()).filter((message) => message.kind === 'system').length === 4, {
      what: 'four notices',
    });
    const notices = (await messages()).filter((message) => message.kind === 'system');
    expect(notices.map(({ details }) => details?.kind === 'group-notice' && details.notice)).toEqual([
      'subject',
      'promote',
      'leave',
      'settings',
    ]);
    expect(notices[1]?.people.map((person) => person.name)).toContain('Bia');
    expect(notices[2]?.people[0]?.name).toBe('Caio');
    expect((await ticket()).unreadCount).toBe(0);
    const { id: ticketId } = await room();
    await expect(
      sendMessage(installation.agent, { ticketId, clientId: randomUUID(), body: 'posso?' }),
    ).rejects.toMatchObject({ code: 'conflict', details: { reason: 'admins-only' } });
  });

  it('says so when our number was removed, and takes nobody’s message as sent', async () => {
    await simulator.control.changeGroup(group, { kind: 'remove', by: ana.phone, phones: [companyPhone] });
    await settled('that we are no member', (view) => view.group?.isMember === false);
    const { id: ticketId } = await room();
    await expect(
      sendMessage(installation.agent, { ticketId, clientId: randomUUID(), body: 'alguém?' }),
    ).rejects.toMatchObject({ code: 'conflict', details: { reason: 'left-group' } });
    expect((await ticket()).contact.name).toBe('Condomínio Azul');
  });
});
