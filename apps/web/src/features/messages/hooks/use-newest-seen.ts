'use client';

import { useDesk } from '@/lib/live/desk-provider.tsx';
import { useMessagePageOptions } from './use-conversation.ts';

/** Asked when something is sent: the newest message of the conversation that this screen holds. */
export function useNewestSeen(ticketId: string): () => string | null {
  const { queryClient } = useDesk();
  const { queryKey } = useMessagePageOptions()(ticketId);
  return () => queryClient.getQueryData(queryKey)?.pages[0]?.items[0]?.id ?? null;
}
