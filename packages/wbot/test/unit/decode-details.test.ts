import { createHash, randomBytes } from 'node:crypto';
import { proto } from 'baileys';
import { describe, expect, test } from 'vitest';
import { createWhatsAppDriver, type InboundMessage, type JournalEntry } from '../../src/index.ts';

const { decode, pollVote } = createWhatsAppDriver();
const { Type } = proto.Message.ProtocolMessage;

function entry(message: proto.IMessage, envelope: Record<string, string> = {}): JournalEntry {
  const from = '5511988880001@s.whatsapp.net';
  return {
    remoteChat: '111222333444555@lid',
    remoteId: '3EB0AA',
    fromMe: false,
    envelope: { from, t: '1700000000', ...envelope },
    content: proto.Message.encode(message).finish(),
  };
}

function read(message: proto.IMessage): InboundMessage {
  const found = decode(entry(message));
  if (!found) throw new Error('nothing to show');
  return found;
}

const mediaKey = Buffer.alloc(32, 7);
const fileSha256 = Buffer.alloc(32, 9);
const file = { mediaKey, fileSha256, directPath: '/v/t62/file.enc?ccb=1', mimetype: 'image/jpeg', fileLength: 1234 };

describe('files', () => {
  test('a picture gives everything that is needed to fetch and show it', () => {
    const jpegThumbnail = Buffer.from([0xff, 0xd8]);
    const { media, body } = read({ imageMessage: { ...file, caption: 'oi', width: 640, height: 480, jpegThumbnail } });
    expect(body).toBe('oi');
    expect(media).toEqual({
      kind: 'image',
      mimetype: 'image/jpeg',
      sizeBytes: 1234,
      fileName: null,
      sha256: fileSha256.toString('base64'),
      encryptedSha256: null,
      mediaKey: mediaKey.toString('base64'),
      directPath: '/v/t62/file.enc?ccb=1',
      seconds: null,
      width: 640,
      height: 480,
      waveform: null,
      isGif: false,
      thumbnail: jpegThumbnail.toString('base64'),
    });
    expect(JSON.parse(JSON.stringify(media))).toEqual(media);
  });

  test.each<[string, proto.IMessage, Partial<NonNullable<InboundMessage['media']>>]>([
    ['gif', { videoMessage: { ...file, gifPlayback: true, seconds: 3 } }, { kind: 'gif', isGif: true, seconds: 3 }],
    ['round video', { ptvMessage: { ...file, seconds: 8 } }, { kind: 'video', seconds: 8 }],
    ['voice', { audioMessage: { ...file, ptt: true, waveform: Buffer.alloc(90, 5) } }, { kind: 'voice' }],
    ['document', { documentMessage: { ...file, fileName: 'a.pdf' } }, { kind: 'document', fileName: 'a.pdf' }],
    ['sticker', { lottieStickerMessage: { message: { stickerMessage: file } } }, { kind: 'sticker' }],
    ['header of a template', { templateMessage: { hydratedTemplate: { imageMessage: file } } }, { kind: 'image' }],
  ])('%s', (_name, message, expected) => {
    expect(read(message).media).toMatchObject(expected);
  });

  test('a waveform is cut at 64 bytes', () => {
    const { media } = read({ audioMessage: { ...file, ptt: true, waveform: Buffer.alloc(90, 5) } });
    expect(Buffer.from(media?.waveform ?? '', 'base64')).toHaveLength(64);
  });

  test.each([
    'http://127.0.0.1/x',
    'v/x.enc',
    '.evil.example/x',
    '//evil.example/x',
    '/\\evil.example/x',
    '/v/a b',
    '/',
    '',
    `/${'x'.repeat(3_000)}`,
  ])('the path %j is no file', (directPath) => {
    expect(read({ imageMessage: { ...file, directPath } })).toMatchObject({ kind: 'image', media: null });
  });

  test('a key of the wrong length is no file', () => {
    expect(read({ imageMessage: { ...file, mediaKey: Buffer.alloc(31) } }).media).toBeNull();
  });
});

describe('details', () => {
  const rows: [proto.IMessage, Partial<InboundMessage>][] = [
    [
      { locationMessage: { degreesLatitude: -23.5, degreesLongitude: 999, name: 'Praça', address: 'Rua 1' } },
      {
        kind: 'location',
        details: {
          kind: 'location',
          latitude: -23.5,
          longitude: 180,
          name: 'Praça',
          address: 'Rua 1',
          isLive: false,
        },
      },
    ],
    [{ locationMessage: { degreesLatitude: Number.NaN, degreesLongitude: 1 } }, { kind: 'location', details: null }],
    [
      { contactMessage: { displayName: 'Beto', vcard: 'BEGIN:VCARD\nFN:B\nitem1.TEL;waid=55119:+55 11 9\nEND:VCARD' } },
      {
        kind: 'contact',
        body: 'Beto',
        details: { kind: 'contacts', contacts: [{ name: 'Beto', phones: ['+55 11 9'] }] },
      },
    ],
    [
      {
        pollCreationMessageV3: {
          name: 'Qual?',
          options: [{ optionName: 'A' }, { optionName: 'B' }],
          selectableOptionsCount: 1,
        },
      },
      { kind: 'poll', details: { kind: 'poll', question: 'Qual?', options: ['A', 'B'], selectableCount: 1 } },
    ],
    [
      { pollUpdateMessage: { pollCreationMessageKey: { id: 'P1' } } },
      { kind: 'poll', targetRemoteId: 'P1', details: { kind: 'poll-vote', options: null } },
    ],
    [
      { reactionMessage: { key: { id: 'T' }, text: '' } },
      { kind: 'reaction', details: { kind: 'reaction', emoji: '' } },
    ],
    [{ protocolMessage: { type: Type.REVOKE, key: { id: 'T' } } }, { kind: 'delete', details: { kind: 'delete' } }],
    [
      {
        editedMessage: {
          message: {
            protocolMessage: { type: Type.MESSAGE_EDIT, key: { id: 'T' }, editedMessage: { conversation: 'n' } },
          },
        },
      },
      { kind: 'edit', targetRemoteId: 'T', details: { kind: 'edit', body: 'n' } },
    ],
    [
      {
        buttonsMessage: {
          contentText: 'Escolha',
          footerText: 'rodapé',
          buttons: [{ buttonId: '1', buttonText: { displayText: 'Sim' } }],
        },
      },
      {
        kind: 'text',
        body: 'Escolha',
        details: { kind: 'choices', title: null, footer: 'rodapé', choices: [{ id: '1', text: 'Sim', url: null }] },
      },
    ],
    [
      { listMessage: { title: 'Menu', description: 'Veja', sections: [{ rows: [{ rowId: 'r', title: 'Um' }] }] } },
      {
        body: 'Veja',
        details: { kind: 'choices', title: 'Menu', footer: null, choices: [{ id: 'r', text: 'Um', url: null }] },
      },
    ],
    [
      {
        interactiveMessage: {
          body: { text: 'Oi' },
          nativeFlowMessage: {
            buttons: [{ name: 'cta_url', buttonParamsJson: '{"display_text":"Site","url":"https://x.example"}' }],
          },
        },
      },
      {
        body: 'Oi',
        details: {
          kind: 'choices',
          title: null,
          footer: null,
          choices: [{ id: null, text: 'Site', url: 'https://x.example' }],
        },
      },
    ],
    [
      { listResponseMessage: { title: 'Um', singleSelectReply: { selectedRowId: 'r' } } },
      { kind: 'text', body: 'Um', details: { kind: 'choice-made', id: 'r', text: 'Um' } },
    ],
    [{ albumMessage: { expectedImageCount: 3 } }, { kind: 'system', details: { kind: 'album', images: 3, videos: 0 } }],
    [
      { extendedTextMessage: { text: 'veja https://x.example', matchedText: 'https://x.example', title: 'X' } },
      { kind: 'text', details: { kind: 'link', url: 'https://x.example', title: 'X', description: null } },
    ],
    [{ extendedTextMessage: { text: 'a', matchedText: 'javascript:alert(1)' } }, { kind: 'text', details: null }],
    [
      { callLogMesssage: { isVideo: true, callOutcome: proto.Message.CallLogMessage.CallOutcome.MISSED } },
      { kind: 'call', details: { kind: 'call', callId: '', isVideo: true, outcome: 'missed' } },
    ],
    [{ viewOnceMessageV2: { message: { imageMessage: {} } } }, { isViewOnce: true, details: { kind: 'view-once' } }],
    [{ ephemeralMessage: { message: { conversation: 'x' } } }, { isEphemeral: true }],
    [
      { extendedTextMessage: { text: 'x', contextInfo: { isForwarded: true, expiration: 86_400 } } },
      { isForwarded: true, isEphemeral: true },
    ],
    [
      { extendedTextMessage: { text: '@1', contextInfo: { mentionedJid: ['111@lid', '5511@s.whatsapp.net', 'x'] } } },
      {
        mentions: [
          { phone: null, lid: '111' },
          { phone: '5511', lid: null },
        ],
      },
    ],
  ];
  test.each(rows)('%j', (message, expected) => {
    expect(read(message)).toMatchObject(expected);
  });

  test('a reply says what it answers, even when we never saw it', () => {
    const contextInfo = {
      stanzaId: 'Q1',
      participant: '777@lid',
      quotedMessage: { imageMessage: { caption: 'foto' } },
    };
    expect(read({ extendedTextMessage: { text: 'sim', contextInfo } }).quoted).toEqual({
      remoteId: 'Q1',
      participant: { phone: null, lid: '777' },
      kind: 'image',
      preview: 'foto',
    });
    const unseen = { stanzaId: 'Q2', participant: '777@lid' };
    expect(read({ imageMessage: { caption: 'x', contextInfo: unseen } }).quoted).toMatchObject({
      remoteId: 'Q2',
      kind: 'unsupported',
      preview: null,
    });
  });

  test('a picture of an album names the album', () => {
    const messageAssociation = { associationType: 1, parentMessageKey: { id: 'ALBUM' } };
    const child = { imageMessage: { caption: '1' }, messageContextInfo: { messageAssociation } };
    expect(read({ associatedChildMessage: { message: child } })).toMatchObject({
      kind: 'image',
      albumRemoteId: 'ALBUM',
    });
  });

  test('endless text and lists are cut', () => {
    const options = Array.from({ length: 5_000 }, (_, index) => ({ optionName: `${index}${'x'.repeat(5_000)}` }));
    const { details, body } = read({ pollCreationMessage: { name: '👋'.repeat(200_000), options } });
    expect(details?.kind === 'poll' && details.options).toHaveLength(100);
    expect(body?.length).toBeLessThanOrEqual(1_000);
    expect(body?.isWellFormed()).toBe(true);
  });

  test('notices speak through the envelope', () => {
    const said = { kind: 'group-notice', notice: 'add', people: [{ phone: '5511', lid: null }], text: null };
    const notice = { ...entry({}, { notice: JSON.stringify(said) }), content: new Uint8Array() };
    expect(decode(notice)).toMatchObject({ kind: 'system', details: said });
    expect(decode({ ...notice, envelope: { notice: '{"kind":"nonsense"}' } })).toBeNull();
    // A sender cannot forge one: it would need an empty message.
    expect(decode(entry({ conversation: 'oi' }, { notice: JSON.stringify(said) }))?.kind).toBe('text');
  });
});

test('a vote opens with its poll and nothing else', async () => {
  const { aesEncryptGCM, hmacSign } = await import('baileys');
  const secret = randomBytes(32);
  const poll = proto.Message.encode({
    pollCreationMessage: { name: 'Qual?', options: [{ optionName: 'A' }, { optionName: 'B' }] },
    messageContextInfo: { messageSecret: secret },
  }).finish();
  const [author, voter] = ['1@lid', '2@lid'];
  const sign = Buffer.concat([Buffer.from(`P1${author}${voter}Poll Vote`), Buffer.from([1])]);
  const key = hmacSign(sign, hmacSign(secret, new Uint8Array(32), 'sha256'), 'sha256');
  const chosen = createHash('sha256').update('B').digest();
  const encIv = randomBytes(12);
  const plain = proto.Message.PollVoteMessage.encode({ selectedOptions: [chosen] }).finish();
  const encPayload = aesEncryptGCM(plain, key, encIv, Buffer.from(`P1\u0000${voter}`));
  const vote = entry({ pollUpdateMessage: { pollCreationMessageKey: { id: 'P1' }, vote: { encPayload, encIv } } });
  const names = { authors: ['9@lid', author], voters: ['55@s.whatsapp.net', voter] };
  expect(pollVote(vote, { content: poll, ...names })).toEqual(['B']);
  expect(pollVote(vote, { content: poll, authors: ['9@lid'], voters: names.voters })).toBeNull();
  expect(pollVote(vote, { content: new Uint8Array([1, 2, 3]), ...names })).toBeNull();
  expect(pollVote(entry({ conversation: 'x' }), { content: poll, ...names })).toBeNull();
});
