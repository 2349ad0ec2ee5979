import { chatWith } from '../state/accounts.ts';
import type { Account, ChatMessage, LedgerReceipt, SentChange } from '../state/model.ts';

const receiptsKept = 20_000;
const rank = { sent: 0, delivered: 1, read: 2 } as const;

export function findMessage(account: Account, peer: string, id: string): ChatMessage | undefined {
  return account.chats[peer]?.messages.find((message) => message.id === id);
}

const changesKept = 200;

/** Keeps what a phone wrote about another message, in case it is asked for again. */
export function keepChange(account: Account, peer: string, change: SentChange): void {
  const chat = chatWith(account, peer);
  chat.changes = [...(chat.changes ?? []), change].slice(-changesKept);
}

/** Anything that a phone wrote into a chat, by its id. */
export function findSent(account: Account, peer: string, id: string): Omit<SentChange, 'type'> | undefined {
  const change = account.chats[peer]?.changes?.find((item) => item.id === id);
  if (change) return change;
  const message = findMessage(account, peer, id);
  if (!message?.content || !message.fromMe) return undefined;
  return { id, atMs: message.atMs, content: message.content, addressing: message.addressing ?? 'pn' };
}

/** Files a message once; a repetition is only counted. Returns whether it was new. */
export function fileMessage(account: Account, peer: string, message: Omit<ChatMessage, 'duplicate' | 'seq'>): boolean {
  const chat = chatWith(account, peer);
  const known = chat.messages.find((item) => item.id === message.id && item.fromMe === message.fromMe);
  if (known?.isWaiting) {
    delete known.isWaiting;
    Object.assign(known, message);
    if (!message.fromMe) chat.unread += 1;
    return true;
  }
  if (known) {
    known.duplicate += 1;
    return false;
  }
  chat.messages.push({ ...message, duplicate: 0, seq: account.nextSeq++ });
  if (!message.fromMe) chat.unread += 1;
  return true;
}

/** A phone shows "waiting for this message" where one stands that it could not read: it does not move when it comes again. */
export function keepPlace(account: Account, peer: string, { id, atMs }: Pick<ChatMessage, 'id' | 'atMs'>): void {
  const chat = chatWith(account, peer);
  if (chat.messages.some((item) => item.id === id && !item.fromMe)) return;
  const place = { id, atMs, fromMe: false, text: '', kind: 'other', state: 'sent', duplicate: 0 } as const;
  chat.messages.push({ ...place, seq: account.nextSeq++, isWaiting: true });
}

/** Moves a sent message's ticks forward, never back. */
export function advance(message: ChatMessage | undefined, state: ChatMessage['state']): void {
  if (message && rank[state] > rank[message.state]) message.state = state;
}

/** Books a confirmation for something this account wrote. */
export function bookReceipt(account: Account, receipt: Omit<LedgerReceipt, 'seq' | 'atMs'>): void {
  account.receipts.push({ ...receipt, seq: account.nextSeq++, atMs: Date.now() });
  if (account.receipts.length > receiptsKept) account.receipts.splice(0, account.receipts.length - receiptsKept);
}
