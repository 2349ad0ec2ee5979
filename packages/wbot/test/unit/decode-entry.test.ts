import { proto } from 'baileys';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWhatsAppDriver, type InboundKind, type JournalEntry } from '../../src/index.ts';

const { decode } = createWhatsAppDriver();

function entry(message: proto.IMessage, part: Partial<JournalEntry> = {}): JournalEntry {
  return {
    remoteChat: '111222333444555@lid',
    remoteId: '3EB0AA',
    fromMe: false,
    envelope: {
      from: '5511988880001@s.whatsapp.net',
      sender_lid: '111222333444555@lid',
      t: '1700000000',
      notify: 'Ana',
    },
    content: proto.Message.encode(message).finish(),
    ...part,
  };
}

const person = { phone: '5511988880001', lid: '111222333444555', pushName: 'Ana' };
const { Type } = proto.Message.ProtocolMessage;

describe('kinds', () => {
  const rows: [proto.IMessage, InboundKind, string | null][] = [
    [{ conversation: 'oi' }, 'text', 'oi'],
    [{ extendedTextMessage: { text: 'longo' } }, 'text', 'longo'],
    [{ imageMessage: { caption: 'foto' } }, 'image', 'foto'],
    [{ imageMessage: {} }, 'image', null],
    [{ videoMessage: { caption: 'filme' } }, 'video', 'filme'],
    [{ audioMessage: { ptt: true } }, 'voice', null],
    [{ audioMessage: {} }, 'audio', null],
    [{ documentMessage: { fileName: 'nota.pdf' } }, 'document', 'nota.pdf'],
    [{ documentWithCaptionMessage: { message: { documentMessage: { caption: 'segue' } } } }, 'document', 'segue'],
    [{ stickerMessage: {} }, 'sticker', null],
    [{ contactMessage: { displayName: 'Beto' } }, 'contact', 'Beto'],
    [{ locationMessage: { name: 'Praça' } }, 'location', 'Praça'],
    [{ liveLocationMessage: {} }, 'location', null],
    [{ pollCreationMessageV3: { name: 'Qual?' } }, 'poll', 'Qual?'],
    [{ reactionMessage: { text: '👍' } }, 'reaction', '👍'],
    [{ buttonsResponseMessage: { selectedDisplayText: 'Sim' } }, 'text', 'Sim'],
    [{ protocolMessage: { type: Type.REVOKE, key: { id: 'X' } } }, 'delete', null],
    [{ protocolMessage: { type: Type.MESSAGE_EDIT, editedMessage: { conversation: 'novo' } } }, 'edit', 'novo'],
    [{ ephemeralMessage: { message: { conversation: 'some' } } }, 'text', 'some'],
    [{ viewOnceMessageV2: { message: { imageMessage: { caption: 'uma vez' } } } }, 'image', 'uma vez'],
  ];
  test.each(rows)('%j is a %s', (message, kind, body) => {
    expect(decode(entry(message))).toMatchObject({ kind, body, rawKind: null, person });
  });

  test.each<[InboundKind, proto.IMessage]>([
    ['delete', { protocolMessage: { type: Type.REVOKE, key: { id: 'T1' } } }],
    ['edit', { protocolMessage: { type: Type.MESSAGE_EDIT, key: { id: 'T1' }, editedMessage: { conversation: 'x' } } }],
    ['reaction', { reactionMessage: { key: { id: 'T1' }, text: '❤️' } }],
  ])('a %s names the message it is about', (kind, message) => {
    expect(decode(entry(message))).toMatchObject({ kind, targetRemoteId: 'T1' });
  });

  test('an unknown kind keeps its own name', () => {
    expect(decode(entry({ orderMessage: { itemCount: 1 } }))).toMatchObject({
      kind: 'unsupported',
      rawKind: 'orderMessage',
      body: null,
    });
  });

  test.each<[string, proto.IMessage]>([
    ['key distribution', { senderKeyDistributionMessage: { groupId: 'g' } }],
    ['app state keys', { protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE } }],
    ['timer settings', { protocolMessage: { type: Type.EPHEMERAL_SETTING, ephemeralExpiration: 60 } }],
    ['nothing', {}],
  ])('%s is no message', (_name, message) => {
    expect(decode(entry(message))).toBeNull();
  });
});

describe('people', () => {
  test('an own message names the other side', () => {
    const copy = { deviceSentMessage: { destinationJid: 'x', message: { conversation: 'do celular' } } };
    const envelope = {
      from: '5511900000001@s.whatsapp.net',
      recipient: '5511988880001@s.whatsapp.net',
      t: '1',
      notify: 'Loja',
    };
    expect(decode(entry(copy, { fromMe: true, envelope }))).toMatchObject({
      fromMe: true,
      body: 'do celular',
      person: { phone: '5511988880001', lid: '111222333444555', pushName: null },
    });
  });

  test('a group message names its author', () => {
    const envelope = {
      from: '1203@g.us',
      participant: '777@lid',
      participant_pn: '5511977@s.whatsapp.net',
      t: '1',
      notify: 'Caio',
    };
    expect(decode(entry({ conversation: 'a todos' }, { remoteChat: '1203@g.us', envelope }))).toMatchObject({
      isGroup: true,
      person: { phone: '5511977', lid: '777', pushName: 'Caio' },
    });
  });

  test('what the driver knew when it decrypted completes the envelope', () => {
    const envelope = {
      from: '111222333444555@lid',
      t: '1',
      known_phone: '5511988880001',
      known_lid: '111222333444555',
    };
    expect(decode(entry({ conversation: 'oi' }, { envelope }))?.person).toEqual({
      ...person,
      pushName: null,
      username: null,
    });
  });
});

describe('texts and times', () => {
  test.each([Date.UTC(2009, 0, 1), Date.UTC(2035, 0, 1), 0])('the time %d is passed on unchecked', (sentAtMs) => {
    const envelope = { from: '5511988880001@s.whatsapp.net', t: String(sentAtMs / 1000) };
    expect(decode(entry({ conversation: 'quando' }, { envelope }))?.sentAtMs).toBe(sentAtMs);
  });

  test('a missing or broken time is the epoch', () => {
    expect(decode(entry({ conversation: 'a' }, { envelope: { from: '1@lid' } }))?.sentAtMs).toBe(0);
    expect(decode(entry({ conversation: 'a' }, { envelope: { from: '1@lid', t: 'soon' } }))?.sentAtMs).toBe(0);
  });

  test('every text comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 500 }), (text) => {
        expect(decode(entry({ conversation: text }))?.body).toBe(text);
      }),
    );
    const long = 'ש👋'.repeat(20_000);
    expect(decode(entry({ conversation: long }))?.body).toBe(long);
  });

  test('the same entry always gives the same message', () => {
    const same = entry({ conversation: 'igual' });
    expect(decode(same)).toEqual(decode(same));
  });
});
