'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import type { ChannelView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { useTRPC } from '@/lib/trpc/context.ts';
import { appError } from '@/lib/trpc/errors.ts';
import { notify } from '@/ui/notify.ts';

export function useChannels() {
  const trpc = useTRPC();
  return useQuery(trpc.channels.list.queryOptions());
}

/** They end beside the channel and have no feed of their own. */
const incidentsMs = 5_000;

/** The latest losses of the line. */
export function useIncidents({ id }: ChannelView) {
  const trpc = useTRPC();
  return useQuery(trpc.channels.incidents.queryOptions({ id }, { refetchInterval: incidentsMs })).data;
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
    create: useMutation(
      trpc.channels.create.mutationOptions({
        ...act,
        onError: (error) => {
          const limit = appError(error)?.details.limit;
          notify({ tone: 'error', text: typeof limit === 'number' ? t('overQuota', { limit }) : t('failed') });
        },
      }),
    ),
    connect: useMutation(trpc.channels.connect.mutationOptions(act)),
    disconnect: useMutation(trpc.channels.disconnect.mutationOptions(act)),
    logout: useMutation(trpc.channels.logout.mutationOptions(act)),
    pairingCode: useMutation(
      trpc.channels.pairingCode.mutationOptions({
        ...act,
        onError: (error) => {
          if (appError(error)?.field !== 'phone') act.onError();
        },
      }),
    ),
    update: useMutation(trpc.channels.update.mutationOptions({ onSuccess: act.onSuccess })),
    archive: useMutation(trpc.channels.archive.mutationOptions({ onError: act.onError })),
  };
}
