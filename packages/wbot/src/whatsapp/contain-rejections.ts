import { EventEmitter } from 'node:events';

/**
 * Runs `create` so that every event emitter made inside it (synchronously) reports rejected async listeners as its
 * `error` event. The WhatsApp library registers async listeners without a catch; a corrupt frame would otherwise
 * end the process as an unhandled rejection.
 */
export function containRejections<T>(create: () => T): T {
  const before = EventEmitter.captureRejections;
  EventEmitter.captureRejections = true;
  try {
    return create();
  } finally {
    EventEmitter.captureRejections = before;
  }
}
