import type { World } from '../server/world.ts';
import type { Account, Chat } from '../state/model.ts';
import type { ChatView, Ledger, PhoneView } from './types.ts';

function lastAtMs(chat: Chat): number {
  return chat.messages.at(-1)?.atMs ?? 0;
}

export function presentPhone(world: World, account: Account): PhoneView {
  const chats = Object.entries(account.chats).map(([peer, chat]) => ({
    peer,
    peerName: world.accounts.find(peer)?.name ?? peer,
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
    devices: account.companions.length,
    chats: chats.sort((a, b) => b.lastAtMs - a.lastAtMs),
  };
}

export function presentChat(world: World, account: Account, peer: Account): ChatView {
  const messages = account.chats[peer.phone]?.messages ?? [];
  return {
    messages: messages.map(({ id, fromMe, text, kind, atMs, state, duplicate }) => ({
      id,
      fromMe,
      text,
      kind,
      atMs,
      state,
      duplicate,
    })),
    peerTyping: world.typing.towards(account).includes(peer.phone),
  };
}

export function presentLedger(account: Account): Ledger {
  const messages = Object.entries(account.chats).flatMap(([from, chat]) =>
    chat.messages
      .filter((message) => !message.fromMe)
      .map(({ seq, id, text, duplicate }) => ({ seq, id, from, text, count: duplicate + 1 })),
  );
  return { messages: messages.sort((a, b) => a.seq - b.seq), receipts: account.receipts };
}
