import { proto } from 'baileys';
import type { MessageKind } from '../control/types.ts';
import type { ChatMessage, StanzaType } from '../state/model.ts';
import { fileOf } from './files.ts';

export function encodeContent(message: proto.IMessage): Uint8Array {
  return proto.Message.encode(message).finish();
}

/** Takes a message out of the wrappers that change nothing for a phone. */
export function plainMessage(message: proto.IMessage): proto.IMessage {
  const inner =
    message.ephemeralMessage?.message ??
    message.viewOnceMessageV2?.message ??
    message.viewOnceMessage?.message ??
    message.documentWithCaptionMessage?.message ??
    message.editedMessage?.message;
  return inner ? plainMessage(inner) : message;
}

export function pollOf(message: proto.IMessage): proto.Message.IPollCreationMessage | null {
  return message.pollCreationMessage ?? message.pollCreationMessageV2 ?? message.pollCreationMessageV3 ?? null;
}

function contextOf(message: proto.IMessage): proto.IContextInfo | null {
  for (const part of Object.values(message)) {
    const context: unknown = typeof part === 'object' && part !== null ? Reflect.get(part, 'contextInfo') : null;
    if (typeof context === 'object' && context !== null) return context;
  }
  return null;
}

function textOf(message: proto.IMessage): { kind: MessageKind; text: string } {
  const text = message.conversation || message.extendedTextMessage?.text;
  if (text) return { kind: 'text', text };
  const file = fileOf(message);
  const captioned = message.imageMessage ?? message.videoMessage ?? message.documentMessage;
  if (file) return { kind: file.kind, text: captioned?.caption ?? '' };
  const place = message.locationMessage;
  if (place ?? message.liveLocationMessage) return { kind: 'location', text: place?.name ?? '' };
  const cards = message.contactsArrayMessage?.contacts ?? [];
  const card = message.contactMessage ?? cards[0];
  if (card) return { kind: 'contact', text: card.displayName ?? '' };
  const poll = pollOf(message);
  return poll ? { kind: 'poll', text: poll.name ?? '' } : { kind: 'other', text: '' };
}

type Shown = Pick<ChatMessage, 'kind' | 'text' | 'file' | 'quotes' | 'poll' | 'isForwarded'>;

/** What a phone shows of a message. */
export function readContent(wrapped: proto.IMessage): Shown {
  const message = plainMessage(wrapped);
  const shown: Shown = textOf(message);
  const file = fileOf(message);
  if (file) shown.file = file;
  const poll = pollOf(message);
  const options = (poll?.options ?? []).map((option) => option.optionName ?? '');
  if (poll) shown.poll = { question: poll.name ?? '', options, votes: {} };
  const context = contextOf(message);
  if (context?.isForwarded) shown.isForwarded = true;
  if (!context?.stanzaId) return shown;
  shown.quotes = {
    id: context.stanzaId,
    text: context.quotedMessage ? textOf(plainMessage(context.quotedMessage)).text : '',
  };
  return shown;
}

/** How the network classes a message. */
export function stanzaTypeOf(wrapped: proto.IMessage): StanzaType {
  const message = plainMessage(wrapped);
  if (message.reactionMessage) return 'reaction';
  if (pollOf(message) ?? message.pollUpdateMessage) return 'poll';
  return (fileOf(message) ?? message.contactMessage ?? message.contactsArrayMessage) ? 'media' : 'text';
}
