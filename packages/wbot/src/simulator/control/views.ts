import type { World } from '../server/world.ts';
import type { Group } from '../state/groups.ts';
import type { Account, Chat, ChatMessage, PhoneFile } from '../state/model.ts';
import type { ChatMessageView, ChatView, FileView, GroupView, Ledger, PhoneView } from './types.ts';

function lastAtMs(chat: Chat): number {
  return chat.messages.at(-1)?.atMs ?? 0;
}

export function presentPhone(world: World, account: Account): PhoneView {
  const chats = Object.entries(account.chats).map(([peer, chat]) => ({
    peer,
    peerName: world.accounts.find(peer)?.name ?? world.groups.find(peer)?.subject ?? peer,
    unread: chat.unread,
    lastAtMs: lastAtMs(chat),
  }));
  return {
    phone: account.phone,
    lid: account.lid,
    name: account.name,
    role: account.role,
    reads: account.reads,
    typingFrom: world.typing.towards(account),
    devices: account.companions.length + (account.devices?.length ?? 0),
    chats: chats.sort((a, b) => b.lastAtMs - a.lastAtMs),
  };
}

export function presentGroup(world: World, group: Group): GroupView {
  const { id, subject, description, isAnnouncement } = group;
  const members = group.members.map(({ phone, role }) => ({
    phone,
    name: world.accounts.find(phone)?.name ?? phone,
    role,
  }));
  return { id, subject, description, isAnnouncement, members };
}

function presentFile(file: PhoneFile | undefined): FileView | null {
  if (!file) return null;
  const { kind, mimetype, fileName, seconds, sizeBytes, state, fileSha256 } = file;
  return { kind, mimetype, fileName, seconds, sizeBytes, state, sha256: Buffer.from(fileSha256).toString('base64') };
}

function presentPoll(poll: ChatMessage['poll']): ChatMessageView['poll'] {
  if (!poll) return null;
  const votes = Object.entries(poll.votes).map(([from, options]) => ({ from, options }));
  return { question: poll.question, options: poll.options, votes };
}

export function presentChat(world: World, account: Account, peer: string): ChatView {
  const messages = (account.chats[peer]?.messages ?? []).filter((message) => !message.isWaiting);
  return {
    messages: messages.map((message) => ({
      id: message.id,
      fromMe: message.fromMe,
      text: message.text,
      kind: message.kind,
      atMs: message.atMs,
      state: message.state,
      duplicate: message.duplicate,
      author: message.fromMe ? account.phone : (message.author ?? peer),
      file: presentFile(message.file),
      quotes: message.quotes ?? null,
      reactions: Object.entries(message.reactions ?? {}).flatMap(([from, emoji]) => (emoji ? [{ from, emoji }] : [])),
      poll: presentPoll(message.poll),
      isEdited: message.isEdited === true,
      isDeleted: message.isDeleted === true,
      isForwarded: message.isForwarded === true,
    })),
    peerTyping: world.typing.towards(account).includes(peer),
  };
}

export function presentLedger(account: Account): Ledger {
  const messages = Object.entries(account.chats).flatMap(([from, chat]) =>
    chat.messages
      .filter((message) => !message.fromMe && !message.isWaiting)
      .map(({ seq, id, text, duplicate }) => ({ seq, id, from, text, count: duplicate + 1 })),
  );
  return { messages: messages.sort((a, b) => a.seq - b.seq), receipts: account.receipts };
}
