import type { ConnectGate } from '@tiktickets/wbot/contract';

/** Lets `size` channels of this process connect at a time: pairing and login are the costly moments of a session. */
export function createConnectGate(size: number): ConnectGate {
  let free = size;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  const place = (): Disposable => {
    let left = false;
    return {
      [Symbol.dispose]: () => {
        if (!left) leave();
        left = true;
      },
    };
  };
  return {
    enter: async (signal) => {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return place();
      }
      const turn = Promise.withResolvers<void>();
      const giveUp = (): void => {
        const index = waiting.indexOf(turn.resolve);
        if (index >= 0) waiting.splice(index, 1);
        turn.reject(signal.reason);
      };
      waiting.push(turn.resolve);
      signal.addEventListener('abort', giveUp, { once: true });
      try {
        await turn.promise;
      } finally {
        signal.removeEventListener('abort', giveUp);
      }
      return place();
    },
  };
}
