'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/lib/trpc/context.ts';
import { notify } from '@/ui/notify.ts';

const pollMs = 1_000;

/** The simulated phones have no feed of their own: they are asked every second while the page is visible. */
export function useDemoPhones() {
  const trpc = useTRPC();
  return useQuery(trpc.demo.phones.queryOptions(undefined, { refetchInterval: pollMs, staleTime: 0 })).data;
}

export function useDemoActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const t = useTranslations('demo');
  const refetch = () => void queries.invalidateQueries(trpc.demo.phones.queryFilter());
  const shared = { onSuccess: refetch, onError: () => notify({ tone: 'error', text: t('failed') }) };
  return {
    send: useMutation(trpc.demo.send.mutationOptions(shared)),
    read: useMutation(trpc.demo.read.mutationOptions({ onSuccess: refetch })),
    typing: useMutation(trpc.demo.typing.mutationOptions()),
    typeCode: useMutation(
      trpc.demo.typeCode.mutationOptions({
        onSuccess() {
          refetch();
          notify({ text: t('typed') });
        },
        onError: () => notify({ tone: 'error', text: t('codeFailed') }),
      }),
    ),
    scan: useMutation(
      trpc.demo.scan.mutationOptions({
        ...shared,
        onSuccess() {
          refetch();
          notify({ text: t('scanned') });
        },
      }),
    ),
  };
}
