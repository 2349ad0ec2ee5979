import type { WASocket } from 'baileys';

/** Stanzas that the library reads with listeners which may throw on what they do not expect. */
const events = [
  'CB:receipt',
  'CB:presence',
  'CB:chatstate',
  'CB:ack,class:message',
  'CB:ib,,dirty',
  'CB:ib,,edge_routing',
];

/**
 * Keeps what the library's listeners throw at one stanza from ending the socket: unconfirmed, that stanza would come
 * again on every connection. Call before listeners of our own are added.
 */
export function containListeners(sock: WASocket, failed: (error: unknown) => void): void {
  for (const event of events) {
    const listeners = sock.ws.listeners(event);
    sock.ws.removeAllListeners(event);
    for (const listener of listeners) {
      sock.ws.on(event, (...input: unknown[]) => {
        try {
          const running: unknown = Reflect.apply(listener, sock.ws, input);
          if (running instanceof Promise) running.catch(failed);
        } catch (error) {
          failed(error);
        }
      });
    }
  }
}
