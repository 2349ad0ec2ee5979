import {
  type AnyMessageContent,
  type BinaryNode,
  generateWAMessageContent,
  type proto,
  type WAMessageKey,
} from 'baileys';
import { type OutboundContent, type OutboundTarget, SendError } from '../../contract.ts';
import { composeMedia, type UploadContext } from './compose-media.ts';

export interface Composed {
  content: proto.IMessage;
  attributes: Record<string, string>;
  nodes: BinaryNode[];
}

type Structured = Exclude<OutboundContent, { open(): unknown }>;

function bad(): SendError {
  return new SendError('permanent', 'bad_content');
}

function keyOf(to: string, { remoteId, fromMe, participant }: OutboundTarget): WAMessageKey {
  return { remoteJid: to, id: remoteId, fromMe, participant: participant ?? undefined };
}

function vcard({ name, phones }: { name: string; phones: readonly string[] }): string {
  const clean = (value: string) => value.replace(/[\r\n]+/g, ' ').replace(/([,;\\])/g, '\\$1');
  const numbers = phones.map((phone) => {
    const digits = phone.replace(/\D/g, '');
    return `TEL;type=CELL;type=VOICE;waid=${digits}:${clean(phone)}`;
  });
  return ['BEGIN:VCARD', 'VERSION:3.0', `N:;${clean(name)};;;`, `FN:${clean(name)}`, ...numbers, 'END:VCARD'].join(
    '\n',
  );
}

function libraryContent(to: string, content: Structured): AnyMessageContent {
  switch (content.kind) {
    case 'text':
      if (content.text === '') throw bad();
      return { text: content.text, linkPreview: null, mentions: [...(content.mentions ?? [])] };
    case 'reaction':
      return { react: { key: keyOf(to, content.target), text: content.emoji } };
    case 'edit':
      if (content.text === '' || !content.target.fromMe) throw bad();
      return { text: content.text, linkPreview: null, edit: keyOf(to, content.target) };
    case 'delete':
      return { delete: keyOf(to, content.target) };
    case 'poll': {
      const { question: name, options, selectableCount } = content;
      const values = [...new Set(options)];
      if (name === '' || values.length < 2 || values.length > 12 || selectableCount > values.length) throw bad();
      return { poll: { name, values, selectableCount } };
    }
    case 'location': {
      const { latitude, longitude, name, address } = content;
      if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) throw bad();
      return { location: { degreesLatitude: latitude, degreesLongitude: longitude, name, address } };
    }
    case 'contacts': {
      const contacts = content.contacts.map((card) => ({ displayName: card.name, vcard: vcard(card) }));
      if (contacts.length === 0 || contacts.length > 50) throw bad();
      return { contacts: { displayName: contacts[0]?.displayName ?? '', contacts } };
    }
  }
}

function attributesOf(to: string, content: OutboundContent): Record<string, string> {
  if (content.kind === 'edit') return { edit: '1' };
  if (content.kind !== 'delete') return {};
  // An admin removes somebody else's message in a group; everything else is taken back by its author.
  return { edit: to.endsWith('@g.us') && !content.target.fromMe ? '8' : '7' };
}

function refuseUpload(): never {
  throw new Error('structured content has no file');
}

/** A message as the provider carries it. Uploads files. @throws {SendError} */
export async function compose(to: string, content: OutboundContent, upload: UploadContext): Promise<Composed> {
  const attributes = attributesOf(to, content);
  if ('open' in content) return { content: await composeMedia(content, upload), attributes, nodes: [] };
  const poll: BinaryNode = { tag: 'meta', attrs: { polltype: 'creation' } };
  const message = await generateWAMessageContent(libraryContent(to, content), { upload: refuseUpload });
  return { content: message, attributes, nodes: content.kind === 'poll' ? [poll] : [] };
}

/** The same decorations for content that was composed by an earlier attempt. */
export function recompose(to: string, content: OutboundContent, earlier: proto.IMessage): Composed {
  const poll: BinaryNode = { tag: 'meta', attrs: { polltype: 'creation' } };
  return { content: earlier, attributes: attributesOf(to, content), nodes: content.kind === 'poll' ? [poll] : [] };
}
