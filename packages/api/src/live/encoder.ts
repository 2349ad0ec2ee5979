import { Hello } from './batch.ts';

interface Message {
  id?: number | string | null;
  result?: { data?: unknown };
}

const helloOf = (message: unknown): { hello: Hello; id: number | string } | null => {
  if (typeof message !== 'object' || message === null) return null;
  const { id, result }: Message = message;
  const tracked = result?.data;
  if (typeof tracked !== 'object' || tracked === null || !('data' in tracked)) return null;
  return tracked.data instanceof Hello && id !== null && id !== undefined ? { hello: tracked.data, id } : null;
};

/**
 * JSON, as the adapter's own. On its way out a `Hello` learns its request id, and from then on the hub writes that
 * viewer's frames itself: one text for all instead of one per socket.
 */
export const encoder = {
  encode: (message: unknown): string => {
    const text = JSON.stringify(message);
    const greeting = helloOf(message);
    if (greeting) queueMicrotask(() => greeting.hello.onEncoded(greeting.id));
    return text;
  },
  decode: (data: unknown): unknown => JSON.parse(String(data)),
};
