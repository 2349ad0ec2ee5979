import { proto } from 'baileys';
import type { MessageKind } from '../control/types.ts';

/** What a phone writes. An image is a placeholder: it has no media behind it. */
export function composeContent(kind: 'text' | 'image', text: string): proto.Message {
  if (kind === 'text') return proto.Message.fromObject({ conversation: text });
  return proto.Message.fromObject({
    imageMessage: {
      caption: text,
      mimetype: 'image/jpeg',
      directPath: '/v/placeholder.enc',
      mediaKey: Buffer.alloc(32),
      fileLength: 1,
    },
  });
}

/** What a phone shows of a message. */
export function readContent(message: proto.IMessage): { kind: MessageKind; text: string } {
  const text = message.conversation ?? message.extendedTextMessage?.text;
  if (text !== null && text !== undefined && text !== '') return { kind: 'text', text };
  if (message.imageMessage) return { kind: 'image', text: message.imageMessage.caption ?? '' };
  return { kind: 'other', text: '' };
}

export function encodeContent(message: proto.IMessage): Uint8Array {
  return proto.Message.encode(message).finish();
}
