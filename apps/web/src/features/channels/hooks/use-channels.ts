'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import type { ChannelView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { useTRPC } from '@/lib/trpc/context.ts';
import { notify } from '@/ui/notify.ts';

export function useChannels() {
  const trpc = useTRPC();
  return useQuery(trpc.channels.list.queryOptions());
}

export function useQueues() {
  const trpc = useTRPC();
  return useQuery(trpc.team.queues.queryOptions()).data ?? [];
}

/** What may be done to a connection. Answers go the way of the feed: through the reducer. */
export function useChannelActions() {
  const { trpc, apply } = useDesk();
  const t = useTranslations('channels');
  const act = {
    onSuccess: (channel: ChannelView) => apply([{ type: 'channel', channel }]),
    onError: () => notify({ tone: 'error', text: t('failed') }),
  };
  return {
    create: useMutation(trpc.channels.create.mutationOptions(act)),
    connect: useMutation(trpc.channels.connect.mutationOptions(act)),
    disconnect: useMutation(trpc.channels.disconnect.mutationOptions(act)),
    logout: useMutation(trpc.channels.logout.mutationOptions(act)),
  };
}
