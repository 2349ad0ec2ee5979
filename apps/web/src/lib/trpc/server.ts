import 'server-only';
import type { AppRouter } from '@tiktickets/api';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { headers } from 'next/headers';
import { serverHandle } from '@/server/handle.ts';

/** Asks our own edge in the name of the person whose page is being rendered. Queries only. */
export async function pageClient() {
  const incoming = await headers();
  const sent = { cookie: incoming.get('cookie') ?? '', 'user-agent': incoming.get('user-agent') ?? '' };
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${serverHandle().loopbackUrl}/api/trpc`, headers: () => sent })],
  });
}
