import type { IncomingMessage } from 'node:http';
import { getToken } from 'next-auth/jwt';

/** Name of the session cookie; the `__Secure-` prefix only works over https. */
export function sessionCookieName(publicUrl: string): string {
  return `${publicUrl.startsWith('https://') ? '__Secure-' : ''}tiktickets.session`;
}

/** The session id in a cookie that we signed, or null. Whether that session still lives is for the database to say. */
export async function readSessionCookie(
  req: IncomingMessage,
  options: { secret: string; publicUrl: string },
): Promise<string | null> {
  const token = await getToken({
    req: asCookieRequest(req),
    secret: options.secret,
    cookieName: sessionCookieName(options.publicUrl),
  });
  return typeof token?.sessionId === 'string' ? token.sessionId : null;
}

/** getToken only reads `cookies` and `headers`, whatever its type says. */
function asCookieRequest(req: IncomingMessage) {
  const cookies = Object.fromEntries(
    (req.headers.cookie ?? '').split(/; */).flatMap((pair) => {
      const at = pair.indexOf('=');
      return at > 0 ? [[pair.slice(0, at).trim(), safeDecode(pair.slice(at + 1))]] : [];
    }),
  );
  return { cookies, headers: req.headers } as Parameters<typeof getToken>[0]['req'];
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
