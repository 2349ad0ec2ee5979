import { createHash } from 'node:crypto';
import { jidDecode } from 'baileys';
import type { Account } from './model.ts';

/** The LID of a phone: stable, so that a restart without data gives the same one. */
export function lidOf(phone: string): string {
  const digest = createHash('sha256').update(`lid:${phone}`).digest();
  return `${1 + (digest.readUInt8(8) % 9)}${(digest.readBigUInt64BE(0) % 10n ** 14n).toString().padStart(14, '0')}`;
}

/** A phone number for an account that came with a name only. */
export function phoneOf(name: string): string {
  const digest = createHash('sha256').update(`phone:${name}`).digest();
  const subscriber = (digest.readBigUInt64BE(0) % 10n ** 8n).toString().padStart(8, '0');
  return `55${11 + (digest.readUInt8(8) % 9)}9${subscriber}`;
}

export type Mode = 'pn' | 'lid';

/** Address of a device; the phone itself is device 0 and has no suffix. */
export function jidOf(account: Account, mode: Mode, device = 0): string {
  const user = mode === 'lid' ? account.lid : account.phone;
  return `${user}${device === 0 ? '' : `:${device}`}@${mode === 'lid' ? 'lid' : 's.whatsapp.net'}`;
}

export interface ParsedJid {
  user: string;
  mode: Mode;
  device: number;
}

/** Reads a person's address; null for groups, servers and noise. Bare digits are a phone. */
export function parseJid(text: string | undefined): ParsedJid | null {
  if (!text) return null;
  if (/^\+?\d{5,15}$/.test(text)) return { user: text.replace('+', ''), mode: 'pn', device: 0 };
  const decoded = jidDecode(text);
  if (!decoded?.user) return null;
  if (decoded.server !== 's.whatsapp.net' && decoded.server !== 'c.us' && decoded.server !== 'lid') return null;
  return { user: decoded.user, mode: decoded.server === 'lid' ? 'lid' : 'pn', device: decoded.device ?? 0 };
}
