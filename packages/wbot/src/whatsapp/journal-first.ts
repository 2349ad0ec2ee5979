import type { BinaryNode, WASocket } from 'baileys';

/**
 * Makes the library handle, and so confirm, stanzas of one class only after `journal` is done with them.
 * A failed journal leaves the stanza unconfirmed: the server delivers it again on the next connection.
 */
export function journalFirst(
  sock: WASocket,
  event: 'CB:notification' | 'CB:call',
  hooks: { journal(stanza: BinaryNode): Promise<void>; isFinished(): boolean; failed(error: unknown): void },
): void {
  const handlers = sock.ws.listeners(event);
  sock.ws.removeAllListeners(event);
  let tail: Promise<void> = Promise.resolve();
  async function handle(stanza: BinaryNode): Promise<void> {
    if (hooks.isFinished()) return;
    await hooks.journal(stanza);
    for (const handler of handlers) {
      // Not awaited: the library waits in there for answers that arrive as notifications themselves.
      const handled: unknown = Reflect.apply(handler, sock.ws, [stanza]);
      if (handled instanceof Promise) handled.catch(hooks.failed);
    }
  }
  sock.ws.on(event, (stanza: BinaryNode) => {
    tail = tail.then(() => handle(stanza)).catch(hooks.failed);
  });
}
