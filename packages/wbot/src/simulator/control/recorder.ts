import type { Recording, ScriptLine } from './types.ts';

const maxLines = 20_000;
const maxCharacters = 32_000_000;

/** What was done to the network since its start (or since told to begin anew), as a script. Bounded: what is over is left out. */
export class Recorder {
  #startMs = performance.now();
  #lines: { atMs: number; line: ScriptLine }[] = [];
  #characters = 0;
  #isComplete = true;

  /** Forgets all and begins anew. */
  restart(): void {
    this.#startMs = performance.now();
    this.#lines = [];
    this.#characters = 0;
    this.#isComplete = true;
  }

  /** When something begins, in milliseconds of this recording. */
  nowMs(): number {
    return Math.round(performance.now() - this.#startMs);
  }

  note(line: ScriptLine): void {
    const characters = JSON.stringify(line).length;
    if (this.#lines.length >= maxLines || this.#characters + characters > maxCharacters) {
      this.#isComplete = false;
      return;
    }
    this.#characters += characters;
    this.#lines.push({ atMs: line.atMs, line });
  }

  view(): Recording {
    const lines = [...this.#lines].sort((a, b) => a.atMs - b.atMs);
    return { script: lines.map(({ line }) => line), isComplete: this.#isComplete };
  }
}
