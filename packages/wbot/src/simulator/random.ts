import { randomBytes } from 'node:crypto';

/** A source of chance, 0 ≤ x < 1. */
export type Random = () => number;

/** The same sequence for the same seed; without one, a new sequence every time. Not for secrets. */
export function createRandom(seed: number | undefined): Random {
  let state = seed ?? randomBytes(4).readUInt32BE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Upper-case hexadecimal digits. */
export function randomHex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16))
    .join('')
    .toUpperCase();
}

export function randomDigits(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 10)).join('');
}
