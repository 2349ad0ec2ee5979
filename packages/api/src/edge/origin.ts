import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from our own pages. A browser always names the origin of a websocket and of anything that is
 * not a plain read, so `required` refuses a request without one.
 */
export function isOwnOrigin(
  req: IncomingMessage,
  { publicUrl, required }: { publicUrl: string; required: boolean },
): boolean {
  const { origin, host } = req.headers;
  if (!origin) return !required;
  if (!URL.canParse(origin)) return false;
  const { host: originHost, origin: normal } = new URL(origin);
  return normal === new URL(publicUrl).origin || originHost === host;
}
