import { createHmac } from 'node:crypto';
import path from 'node:path';
import { AppError, createKernel, readEnvironment, s3Settings, storageEnvironment } from '@tiktickets/core/kernel';
import { readSession, signIn, signOut } from '@tiktickets/core/team';
import type { Env } from '../env.ts';
import type { ServerHandle, SignInResult } from './handle.ts';

/** The one place of the web app that knows the product's insides. */
export function compose(env: Env) {
  const kernel = createKernel({
    name: 'web',
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    appSecret: env.APP_SECRET,
    logLevel: env.LOG_LEVEL,
    prepare: env.DB_PREPARE === '1',
    mediaDir: env.DATA_DIR && path.join(env.DATA_DIR, 'media'),
    s3: s3Settings(readEnvironment(storageEnvironment, storageOf(env))),
  });
  const handle: ServerHandle = {
    authSecret: createHmac('sha256', env.APP_SECRET).update('web-session').digest('hex'),
    publicUrl: env.PUBLIC_URL,
    loopbackUrl: `http://${loopbackHost(env.HOST)}:${env.PORT}`,
    signIn: (input) => signIn(kernel, input).catch(explain),
    async signOut(sessionId) {
      const session = await readSession(kernel, sessionId);
      if (session) await signOut(session);
    },
  };
  return { kernel, handle };
}

const storageOf = (env: Env): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (name.startsWith('S3_') ? [[name, String(value)]] : [])),
  );

function explain(error: unknown): SignInResult {
  const code = error instanceof AppError ? error.code : 'internal';
  if (code === 'unauthenticated' || code === 'invalid-input') return { error: 'wrong-pair' };
  return { error: code === 'rate-limited' ? 'rate-limited' : 'unavailable' };
}

function loopbackHost(host: string): string {
  if (host === '0.0.0.0' || host === 'localhost') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
