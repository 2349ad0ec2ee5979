import { toNumber } from 'baileys';

type Numeric = Parameters<typeof toNumber>[0];

/** At most `limit` characters of a text, never half a surrogate pair; null when there is none. */
export function clampText(value: string | null | undefined, limit: number): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (value.length <= limit) return value;
  const last = value.charCodeAt(limit - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** A whole number from 0 up; null for anything else, and for the provider's way of saying nothing (0). */
export function clampCount(value: Numeric, limit = Number.MAX_SAFE_INTEGER): number | null {
  const number = value === null || value === undefined ? 0 : toNumber(value);
  return Number.isFinite(number) && number > 0 ? Math.min(Math.floor(number), limit) : null;
}

/** A coordinate within its range; null when it is no number. */
export function clampDegrees(value: number | null | undefined, limit: 90 | 180): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return Math.min(limit, Math.max(-limit, value));
}

/** Base64 of bytes; null when there are none or more than `limitBytes`. */
export function clampBytes(value: Uint8Array | null | undefined, limitBytes: number): string | null {
  if (!value || value.length === 0 || value.length > limitBytes) return null;
  return Buffer.from(value).toString('base64');
}
