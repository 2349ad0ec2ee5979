'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import type { MeView } from '@tiktickets/core/contracts';
import { createContext, type ReactNode, use, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { TRPCProvider } from '../trpc/context.ts';
import { createDesk, type Desk } from './create-desk.ts';
import type { FeedStatus } from './feed-status.ts';
import type { OutboxEntry } from './outbox.ts';
import type { UploadState } from './uploads.ts';

const DeskContext = createContext<Desk | null>(null);

export function DeskProvider({ me, children }: { me: MeView; children: ReactNode }) {
  const [desk] = useState(() => createDesk(me));
  // The external system: the tab's websocket.
  useEffect(() => desk.mount(), [desk]);
  return (
    <DeskContext value={desk}>
      <QueryClientProvider client={desk.queryClient}>
        <TRPCProvider trpcClient={desk.client} queryClient={desk.queryClient}>
          {children}
        </TRPCProvider>
      </QueryClientProvider>
    </DeskContext>
  );
}

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('useDesk needs a DeskProvider above it');
  return desk;
}

const connecting: FeedStatus = { kind: 'connecting' };

export function useFeedStatus(): FeedStatus {
  const { status } = useDesk();
  return useSyncExternalStore(status.subscribe, status.get, () => connecting);
}

export function useIsTyping(ticketId: string): boolean {
  const { typing } = useDesk();
  return useSyncExternalStore(
    typing.subscribe,
    () => typing.isTyping(ticketId),
    () => false,
  );
}

const noEntries: readonly OutboxEntry[] = [];

export function useOutboxOf(ticketId: string): readonly OutboxEntry[] {
  const { outbox } = useDesk();
  const read = useCallback(() => outbox.of(ticketId), [outbox, ticketId]);
  return useSyncExternalStore(outbox.subscribe, read, () => noEntries);
}

/** How far the upload of a waiting message is; null when its file is not in this tab. */
export function useUpload(clientId: string): UploadState | null {
  const { uploads } = useDesk();
  const read = useCallback(() => uploads.get(clientId), [uploads, clientId]);
  return useSyncExternalStore(uploads.subscribe, read, () => null);
}
