import type { BinaryNode, WASocket } from 'baileys';

export interface MessageOrder {
  /** Resolves when every message received so far has been dealt with. */
  settled(): Promise<void>;
}

/**
 * Makes a socket handle its messages strictly one after the other, in order of arrival.
 *
 * On its own the library prepares messages side by side (a new contact's first one, which stores an address pair,
 * is overtaken by the next) and works through a backlog in the background while live messages pass it.
 */
export function keepMessageOrder(
  sock: WASocket,
  hooks: {
    arrived(stanza: BinaryNode): void;
    /** Done before the library handles, and confirms, this message. */
    before(stanza: BinaryNode): Promise<void>;
    isFinished(): boolean;
    failed(error: unknown): void;
  },
): MessageOrder {
  const handlers = sock.ws.listeners('CB:message');
  sock.ws.removeAllListeners('CB:message');
  let tail: Promise<void> = Promise.resolve();

  async function handle(stanza: BinaryNode): Promise<void> {
    if (hooks.isFinished()) return;
    await hooks.before(stanza);
    if (hooks.isFinished()) return;
    for (const handler of handlers) await Reflect.apply(handler, sock.ws, [stanza]);
  }

  sock.ws.on('CB:message', (stanza: BinaryNode) => {
    // Marked as backlog it would go to the library's background queue, and nobody could tell when it is done.
    const { offline: _backlog, ...attrs } = stanza.attrs;
    const live: BinaryNode = { ...stanza, attrs };
    hooks.arrived(live);
    tail = tail.then(() => handle(live)).catch(hooks.failed);
  });
  return { settled: () => tail };
}
