import { createHmac } from 'node:crypto';
import { createKernel } from '@tiktickets/core/kernel';
import { readSession, signIn, signOut } from '@tiktickets/core/team';
import type { Env } from '../env.ts';
import type { ServerHandle, SignInResult } from './handle.ts';

/** The one place of the web app that knows the product's insides. */
export async function compose(env: Env) {
  const kernel = await createKernel(env);
  const handle: ServerHandle = {
    authSecret: createHmac('sha256', env.APP_SECRET).update('web-session').digest('hex'),
    publicUrl: env.PUBLIC_URL,
    loopbackUrl: `http://${env.HOST === '0.0.0.0' || env.HOST === '::' ? '127.0.0.1' : env.HOST}:${env.PORT}`,
    signIn: (input) => signIn(kernel, input).catch(explain),
    signOut: (sessionId) => signOut(kernel, sessionId),
  };
  return { kernel, handle, readSession: (sessionId: string) => readSession(kernel, sessionId) };
}

function explain(error: unknown): SignInResult {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'unauthenticated' || code === 'invalid-input' || code === 'forbidden') return { error: 'wrong-pair' };
  if (code === 'rate-limited') return { error: 'rate-limited' };
  return { error: 'unavailable' };
}
