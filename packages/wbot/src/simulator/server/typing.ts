import type { Account } from '../state/model.ts';

const expiresMs = 15_000;

/** Who is typing to whom right now, as the phones see it. */
export class Typing {
  readonly #untilMs = new Map<string, number>();

  set(from: Account, to: Account, active: boolean): void {
    const key = `${from.phone}>${to.phone}`;
    if (active) this.#untilMs.set(key, Date.now() + expiresMs);
    else this.#untilMs.delete(key);
  }

  /** Phones of those who are typing to `to`. */
  towards(to: Account): string[] {
    const nowMs = Date.now();
    return [...this.#untilMs].flatMap(([key, untilMs]) => {
      const [from, target] = key.split('>');
      return from && target === to.phone && untilMs > nowMs ? [from] : [];
    });
  }
}
