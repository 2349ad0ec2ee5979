import { credentialsInput } from '@tiktickets/core/contracts';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { serverHandle } from './handle.ts';
import { sessionCookieName } from './session-cookie.ts';

const twelveHoursSeconds = 12 * 3600;

/** The token only names a row of `sessions`; who that is and what they may do is read from the database. */
export function authOptions(): NextAuthOptions {
  const handle = serverHandle();
  const secure = handle.publicUrl.startsWith('https://');
  return {
    secret: handle.authSecret,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: 30 * 24 * 3600, updateAge: twelveHoursSeconds },
    pages: { signIn: '/login', error: '/login', signOut: '/login' },
    cookies: {
      sessionToken: {
        name: sessionCookieName(handle.publicUrl),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(input, req) {
          const parsed = credentialsInput.safeParse(input);
          if (!parsed.success) throw new Error('wrong-pair');
          const result = await handle.signIn({
            ...parsed.data,
            ip: header(req.headers, 'x-client-ip'),
            userAgent: header(req.headers, 'user-agent') ?? '',
          });
          if ('error' in result) throw new Error(result.error);
          return { id: result.userId, sessionId: result.sessionId };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user && 'sessionId' in user ? { userId: user.id, sessionId: String(user.sessionId) } : token,
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ baseUrl }) => baseUrl,
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sessionId === 'string') await handle.signOut(token.sessionId);
      },
    },
  };
}

function header(headers: Record<string, unknown> | undefined, name: string): string | null {
  const value = headers?.[name];
  return typeof value === 'string' ? value : null;
}
