/** A source of chance that repeats itself for the same seed, with the choices the run needs. */
export interface Dice {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Whole number, both ends included. */
  between(min: number, max: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** One of `from`, each as likely as its weight. */
  weighted<T>(from: readonly [readonly [T, number], ...(readonly [T, number])[]]): T;
}

/** Independent actors take `createDice(seed, name)`, so that one's chance does not depend on when others draw. */
export function createDice(seed: number, name = ''): Dice {
  let state = [...name].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01_00_01_93), seed | 0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    between,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
    weighted: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of from) {
        left -= weight;
        if (left < 0) return value;
      }
      return from[0][0];
    },
  };
}
