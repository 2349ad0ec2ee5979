import type { proto } from 'baileys';
import type { MessageDetails } from '../../contract.ts';
import { clampText } from './clamp.ts';

const contactLimit = 50;
const phoneLimit = 10;

type Contacts = Extract<MessageDetails, { kind: 'contacts' }>;

function unfold(vcard: string): string[] {
  return vcard
    .slice(0, 32_768)
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/);
}

function unescaped(value: string): string {
  return value
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .trim();
}

/** Name and numbers of a vCard, as written in it. */
function readVcard(vcard: string): { name: string | null; phones: string[] } {
  let name: string | null = null;
  const phones: string[] = [];
  for (const line of unfold(vcard)) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const field = line
      .slice(0, colon)
      .toUpperCase()
      .replace(/^ITEM\d+\./, '')
      .split(';')[0];
    const value = unescaped(line.slice(colon + 1));
    if (field === 'FN') name ??= clampText(value, 200);
    const phone = field === 'TEL' && phones.length < phoneLimit ? clampText(value, 40) : null;
    if (phone) phones.push(phone);
  }
  return { name, phones };
}

/** Contact cards of a message; null when it has none. */
export function contactsOf(message: proto.IMessage): Contacts | null {
  const single = message.contactMessage;
  const cards = message.contactsArrayMessage?.contacts ?? (single ? [single] : null);
  if (!cards) return null;
  const contacts = cards.slice(0, contactLimit).map((card) => {
    const { name, phones } = readVcard(card.vcard ?? '');
    return { name: clampText(card.displayName, 200) ?? name ?? '', phones };
  });
  return { kind: 'contacts', contacts };
}
