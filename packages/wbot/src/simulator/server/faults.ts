import type { Fault } from '../control/types.ts';

type Counted = Extract<Fault, { count?: number | undefined }>;
type CountedKind = Counted['kind'];

/** Faults that wait for their moment: each strikes `count` times, oldest first. */
export class Faults {
  /** Older clients are refused. */
  minimumVersion: readonly [number, number, number] | null = null;
  readonly #armed: { fault: Counted; left: number }[] = [];

  arm(fault: Counted): void {
    this.#armed.push({ fault, left: fault.count ?? 1 });
  }

  /** The next fault of this kind that matches, used up once; null when there is none. */
  strike<K extends CountedKind>(
    kind: K,
    matches: (fault: Extract<Counted, { kind: K }>) => boolean = () => true,
  ): Extract<Counted, { kind: K }> | null {
    for (const [index, entry] of this.#armed.entries()) {
      const { fault } = entry;
      if (!isKind(fault, kind) || !matches(fault)) continue;
      entry.left -= 1;
      if (entry.left <= 0) this.#armed.splice(index, 1);
      return fault;
    }
    return null;
  }
}

function isKind<K extends CountedKind>(fault: Counted, kind: K): fault is Extract<Counted, { kind: K }> {
  return fault.kind === kind;
}
