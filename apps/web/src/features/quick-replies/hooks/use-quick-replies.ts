'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/lib/trpc/context.ts';

export function useQuickReplies() {
  const trpc = useTRPC();
  return useQuery(trpc.quickReplies.list.queryOptions(undefined, { staleTime: 15_000 }));
}

/** After each change the list is fetched again: it is short, and its order is the server's. */
export function useQuickReplyActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refetch = { onSuccess: () => queries.invalidateQueries(trpc.quickReplies.list.queryFilter()) };
  return {
    create: useMutation(trpc.quickReplies.create.mutationOptions(refetch)),
    update: useMutation(trpc.quickReplies.update.mutationOptions(refetch)),
    remove: useMutation(trpc.quickReplies.delete.mutationOptions(refetch)),
    use: useMutation(trpc.quickReplies.use.mutationOptions(refetch)),
  };
}
