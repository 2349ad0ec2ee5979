/** What the report asks of the process that runs the sessions, and what that answers. */
export type Request =
  /** Opens sessions up to this number; answers when all are connected and have their backlog. */
  | { do: 'open'; sessions: number; isNew: boolean }
  | { do: 'close' }
  /** Collects garbage where that is allowed (`--expose-gc`), and answers with what is left. */
  | { do: 'memory' }
  /** Answers when so many messages were journaled since `open` or the last `receive`; `ms` is from the first to the last. */
  | { do: 'receive'; messages: number }
  /** So many messages from each of the first sessions, each session one after the other. */
  | { do: 'send'; sessions: number; messages: number; to: readonly string[] }
  /** From now on `recover` waits for connections of the first sessions that are yet to be made. */
  | { do: 'watch'; sessions: number }
  | { do: 'recover' };

export interface Answer {
  ms: number;
  cpuMs: number;
  rssMb: number;
  heapMb: number;
  /** Milliseconds from start to connected of each session that was paired. */
  pairedMs: number[];
}

export type FromHost = { answer: Answer } | { failure: string } | { qr: string; session: number };

export const phoneOf = (session: number): string => String(5_511_700_000_000 + session);
