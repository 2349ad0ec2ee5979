import { expect, test } from 'vitest';
import { ana, bia, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

test('a message is in the journal before the provider gets its receipt', async () => {
  await using desk = await Desk.connected();
  const durable = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  desk.host.interference.journal = () => {
    reached.resolve();
    return durable.promise;
  };
  const { id } = await desk.control.send(ana.phone, { to: companyPhone, text: 'guardar antes' });
  await reached.promise;
  const confirmed = async () => (await desk.control.ledger(ana.phone)).receipts.filter((receipt) => receipt.id === id);
  // Another chat's round trip shows that the socket works meanwhile: silence is not slowness.
  await desk.say(jid(bia.phone), 'enquanto isso');
  await waitFor('the other chat', async () => (await desk.control.ledger(bia.phone)).messages.length === 1);
  expect(await confirmed()).toEqual([]);
  durable.resolve();
  await waitFor('the receipt', async () => (await confirmed()).some(({ state }) => state === 'delivered'));
  expect(desk.texts()).toEqual(['guardar antes']);
});

test('a journal that refuses keeps the receipt back, and the message comes again', async () => {
  await using desk = await Desk.connected();
  let refusals = 0;
  desk.host.interference.journal = async () => {
    refusals += 1;
    const confirmations = (await desk.control.ledger(ana.phone)).receipts;
    expect(confirmations).toEqual([]);
    if (refusals < 3) throw new Error('database is away');
  };
  const { id } = await desk.control.send(ana.phone, { to: companyPhone, text: 'insista' });
  await waitFor('the text', () => desk.texts().includes('insista'));
  expect(desk.host.sawPhase('reconnecting', 'storage_failed')).toBe(true);
  const { receipts } = await waitFor('the receipt', async () => {
    const ledger = await desk.control.ledger(ana.phone);
    return ledger.receipts.length > 0 && ledger;
  });
  expect(receipts.map((receipt) => [receipt.id, receipt.state])).toEqual([[id, 'delivered']]);
});

test('keys that cannot be read are no reason to refuse a message: it comes again', async () => {
  await using desk = await Desk.connected();
  await desk.receive(ana.phone, { text: 'antes' });
  // Keys that were read lately are remembered.
  await desk.restart();
  let isAway = true;
  desk.host.interference.loadKeys = async () => {
    if (isAway) throw new Error('database is away');
  };
  const { id } = await desk.control.send(ana.phone, { to: companyPhone, text: 'insista' });
  await waitFor('the reason', () => desk.host.sawPhase('reconnecting', 'storage_failed'));
  isAway = false;
  await waitFor('the text', () => desk.texts().includes('insista'));
  const { receipts } = await waitFor('the receipt', async () => {
    const ledger = await desk.control.ledger(ana.phone);
    return ledger.receipts.some((receipt) => receipt.id === id) && ledger;
  });
  expect(receipts.filter((receipt) => receipt.id === id).map(({ state }) => state)).toEqual(['delivered']);
});

test('a crash between journal and key commit shows the message once', async () => {
  await using desk = await Desk.connected();
  await desk.control.send(ana.phone, { to: companyPhone, text: 'primeira' });
  await waitFor('the first text', () => desk.texts().length === 1);
  let crashes = 0;
  desk.host.interference.afterJournal = async () => {
    desk.host.interference.saveKeys = async () => {
      crashes += 1;
      if (crashes <= 2) throw new Error('process died here');
    };
  };
  await desk.control.send(ana.phone, { to: companyPhone, text: 'segunda' });
  await waitFor('both journal entries', () => desk.host.journaled.length >= 3);
  await waitFor('the receipt', async () =>
    (await desk.control.chat(ana.phone, companyPhone)).messages.every(({ state }) => state === 'delivered'),
  );
  expect(crashes).toBeGreaterThanOrEqual(2);
  expect(desk.texts()).toEqual(['primeira', 'segunda']);
});

test('repeated deliveries are journalled once and never shown as unreadable', async () => {
  await using desk = await Desk.connected();
  await desk.control.send(ana.phone, { to: companyPhone, text: 'um', copies: 3 });
  await desk.control.send(ana.phone, { to: companyPhone, text: 'dois', copies: 2 });
  await desk.control.send(ana.phone, { to: companyPhone, text: 'três' });
  await waitFor('the last text', () => desk.texts().includes('três'));
  expect(desk.texts()).toEqual(['um', 'dois', 'três']);
  expect(desk.host.journaled).toHaveLength(3);
  expect(desk.host.undecryptable).toEqual([]);
});

test('an unreadable message is announced and then healed by asking again', async () => {
  await using desk = await Desk.connected();
  await desk.control.send(ana.phone, { to: companyPhone, text: 'olá' });
  await waitFor('the first text', () => desk.texts().length === 1);
  const { id } = await desk.control.send(ana.phone, { to: companyPhone, text: 'cifrado', undecryptable: true });
  await waitFor('the healed text', () => desk.texts().includes('cifrado'));
  const stub = await waitFor('the announcement', () => desk.host.undecryptable[0]);
  const healed = desk.host.messages(desk.driver).find((message) => message.body === 'cifrado');
  expect(stub).toMatchObject({ remoteId: id, kind: 'undecryptable', body: null, remoteChat: healed?.remoteChat });
  expect(healed?.remoteId).toBe(id);
});

test('a change that cannot be read yet shows nothing in its place, and is made when it can', async () => {
  await using desk = await Desk.connected();
  const { id: target } = await desk.control.send(ana.phone, { to: companyPhone, text: 'olá' });
  await waitFor('the first text', () => desk.texts().length === 1);
  const changes = [
    { kind: 'edit', target, text: 'mudado' },
    { kind: 'reaction', target, emoji: '👍' },
    { kind: 'delete', target },
  ] as const;
  for (const change of changes) {
    const { id } = await desk.control.send(ana.phone, { to: companyPhone, undecryptable: true, ...change });
    await waitFor(change.kind, () => desk.messageWith(id));
  }
  // Events come in order: a placeholder of theirs would be there before that of a text.
  await desk.receive(ana.phone, { text: 'um texto', undecryptable: true });
  await waitFor('a placeholder', () => desk.host.undecryptable.length > 0);
  expect(desk.host.undecryptable).toHaveLength(1);
});

test('phone number and LID of one person are one chat, however the sender is addressed', async () => {
  await using desk = await Desk.connected();
  for (const addressing of ['lid', 'pn', 'lid-only'] as const) {
    await desk.control.send(ana.phone, { to: companyPhone, text: addressing, addressing });
  }
  await waitFor('all three', () => desk.texts().length === 3);
  const phones = await desk.control.phones();
  const { lid } = phones.find(({ phone }) => phone === ana.phone) ?? { lid: '' };
  const messages = desk.host.messages(desk.driver);
  expect(new Set(messages.map(({ remoteChat }) => remoteChat))).toEqual(new Set([`${lid}@lid`]));
  for (const message of messages) {
    expect(message.person).toEqual({ phone: ana.phone, lid, pushName: 'Ana', username: null });
  }
  expect(desk.host.identities).toContainEqual({ phone: ana.phone, lid });
});

test('a sender who shows only a LID can be answered by it', async () => {
  await using desk = await Desk.connected();
  await desk.control.send(ana.phone, { to: companyPhone, text: 'sem número', addressing: 'lid-only' });
  const [message] = await waitFor(
    'the text',
    () => desk.host.messages(desk.driver).length === 1 && desk.host.messages(desk.driver),
  );
  expect(message?.person.phone).toBeNull();
  expect(message?.remoteChat).toMatch(/^\d+@lid$/);
  const id = await desk.say(message?.remoteChat ?? '', 'resposta');
  await waitFor('the read tick', () => desk.hasReceipt(id, 'read'));
});

test('what the owner types on the phone arrives as ours', async () => {
  await using desk = await Desk.connected();
  await desk.control.send(companyPhone, { to: ana.phone, text: 'respondi do celular' });
  const [message] = await waitFor(
    'the copy',
    () => desk.host.messages(desk.driver).length === 1 && desk.host.messages(desk.driver),
  );
  expect(message).toMatchObject({ fromMe: true, kind: 'text', body: 'respondi do celular', isGroup: false });
  expect(message?.person.phone).toBe(ana.phone);
});

test('other kinds than text keep their place and their caption', async () => {
  await using desk = await Desk.connected();
  await desk.control.send(ana.phone, { to: companyPhone, text: 'olha só', kind: 'image' });
  await waitFor('the image', () => desk.host.messages(desk.driver).length === 1);
  expect(desk.host.messages(desk.driver)[0]).toMatchObject({ kind: 'image', body: 'olha só', rawKind: null });
});

test('any text and any clock survive the way in', async () => {
  await using desk = await Desk.connected();
  const texts = ['👩‍👩‍👧‍👦 emoji', 'שלום مرحبا', 'x'.repeat(64 * 1024), 'linha\n\n  espaço', '\u0000nulo'];
  const times = [Date.UTC(2009, 0, 2), Date.UTC(2031, 5, 1), Date.UTC(2024, 1, 29), 1_000, Date.now()];
  for (const [index, text] of texts.entries()) {
    await desk.control.send(ana.phone, { to: companyPhone, text, atMs: times[index] });
  }
  await waitFor('all of them', () => desk.texts().length === texts.length);
  expect(desk.texts()).toEqual(texts);
  const expected = times.map((atMs) => Math.floor(atMs / 1000) * 1000);
  expect(desk.host.messages(desk.driver).map(({ sentAtMs }) => sentAtMs)).toEqual(expected);
});

test('reading here turns the ticks blue there', async () => {
  await using desk = await Desk.connected();
  const { id } = await desk.control.send(ana.phone, { to: companyPhone, text: 'viu?' });
  const [entry] = await waitFor('the text', () => desk.host.journaled.length === 1 && desk.host.journaled);
  await desk.session.markRead([{ remoteChat: entry?.remoteChat ?? '', remoteId: id, participant: null }]);
  await waitFor('the blue tick', async () =>
    (await desk.control.chat(ana.phone, companyPhone)).messages.some(({ state }) => state === 'read'),
  );
});

test('typing shows on both sides', async () => {
  await using desk = await Desk.connected();
  await desk.control.typing(ana.phone, { to: companyPhone, active: true });
  const typing = await waitFor('typing', () => desk.host.typing.at(-1));
  expect(typing).toMatchObject({ phone: ana.phone, active: true });
  await desk.control.typing(ana.phone, { to: companyPhone, active: false });
  await waitFor('the end of typing', () => desk.host.typing.at(-1)?.active === false);
  await desk.session.setTyping({ to: jid(ana.phone), active: true });
  await waitFor('typing on the phone', async () => (await desk.control.chat(ana.phone, companyPhone)).peerTyping);
  await desk.session.setTyping({ to: jid(ana.phone), active: false });
  await waitFor('its end', async () => !(await desk.control.chat(ana.phone, companyPhone)).peerTyping);
});
