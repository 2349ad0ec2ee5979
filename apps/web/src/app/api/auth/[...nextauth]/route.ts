import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth-options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

// Built per request: the options need the running server's handle, which does not exist while Next builds.
async function handler(req: NextRequest, context: Context): Promise<Response> {
  return NextAuth(req, context, authOptions());
}

export { handler as GET, handler as POST };
