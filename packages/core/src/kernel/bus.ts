/**
 * Wake-ups between processes. A message may be lost (a restart, a cut connection) and may come twice:
 * whoever listens looks into the database, and looks again on `onReconnect`.
 */
export const busTopics = ['feed', 'lane', 'channels', 'shards', 'ephemeral', 'session', 'scope', 'media'] as const;
export type BusTopic = (typeof busTopics)[number];

export interface BusListener {
  onMessage(payload: string): void;
  /** The connection was re-established; anything may have been missed. Also called once at first. */
  onReconnect?(): void;
}

export interface Bus {
  /** Returns at once; never inside a transaction. Equal messages of the same few milliseconds collapse into one. */
  publish(topic: BusTopic, payload: string): void;
  subscribe(topic: BusTopic, listener: BusListener): Promise<() => Promise<void>>;
  /** @throws when the bus cannot be reached within 2 s */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Rejects when `work` takes longer than `ms`. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

interface Outgoing {
  topic: BusTopic;
  payload: string;
}

/** Hands over the distinct messages of a moment: the first at the end of this turn of the loop, then at most every `pauseMs`. */
export function coalesce(
  send: (batch: Outgoing[]) => Promise<void>,
  pauseMs = 5,
): {
  push(message: Outgoing): void;
  flush(): Promise<void>;
} {
  let waiting = new Map<string, Outgoing>();
  let scheduled: { cancel(): void } | null = null;
  let sending: Promise<void> = Promise.resolve();
  let lastAt = Number.NEGATIVE_INFINITY;
  const flush = (): Promise<void> => {
    scheduled?.cancel();
    scheduled = null;
    if (waiting.size === 0) return sending;
    const batch = [...waiting.values()];
    waiting = new Map();
    lastAt = performance.now();
    sending = sending.then(() => send(batch));
    return sending;
  };
  const schedule = (): { cancel(): void } => {
    if (performance.now() - lastAt >= pauseMs) {
      const immediate = setImmediate(() => void flush());
      return { cancel: () => clearImmediate(immediate) };
    }
    const timer = setTimeout(() => void flush(), pauseMs);
    return { cancel: () => clearTimeout(timer) };
  };
  return {
    push(message) {
      waiting.set(`${message.topic} ${message.payload}`, message);
      scheduled ??= schedule();
    },
    flush,
  };
}
