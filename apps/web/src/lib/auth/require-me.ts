import 'server-only';
import type { MeView } from '@tiktickets/core/contracts';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { hasCode } from '../trpc/errors.ts';
import { pageClient } from '../trpc/server.ts';

/** Who is asking for this page; people without a session are sent to sign in and brought back. */
export const requireMe = cache(async (): Promise<MeView> => {
  const client = await pageClient();
  try {
    return await client.me.get.query();
  } catch (error) {
    if (!hasCode(error, 'unauthenticated')) throw error;
  }
  const path = (await headers()).get('x-path') ?? '/tickets';
  redirect(`/login?callbackUrl=${encodeURIComponent(path)}`);
});

/** True for someone with a session. */
export async function isSignedIn(): Promise<boolean> {
  const client = await pageClient();
  return client.me.get.query().then(
    () => true,
    () => false,
  );
}

/** True while nobody has created the first administrator. */
export async function isSetUpNeeded(): Promise<boolean> {
  const client = await pageClient();
  return (await client.setup.state.query()).needed;
}
