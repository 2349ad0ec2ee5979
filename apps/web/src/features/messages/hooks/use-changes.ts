'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { newClientId } from '@/lib/new-client-id.ts';
import { notify } from '@/ui/notify.ts';

/** What changes a message or passes it on. Each resolves to whether the server took it; a refusal was told already. */
export function useChanges() {
  const { client, apply } = useDesk();
  const t = useTranslations('messages.changes');
  const settle = async (work: Promise<MessageView | MessageView[]>): Promise<boolean> => {
    try {
      const views = await work;
      apply([views].flat().map((message) => ({ type: 'message' as const, message })));
      return true;
    } catch {
      notify({ tone: 'error', text: t('refused') });
      return false;
    }
  };
  return {
    react: ({ id }: MessageView, emoji: string) => void settle(client.messages.react.mutate({ id, emoji })),
    edit: ({ id }: MessageView, body: string) => settle(client.messages.edit.mutate({ id, body })),
    remove: ({ id }: MessageView) => settle(client.messages.delete.mutate({ id })),
    forward: ({ id }: MessageView, ticketIds: readonly string[]) =>
      settle(
        client.messages.forward.mutate({
          id,
          to: ticketIds.map((ticketId) => ({ ticketId, clientId: newClientId() })),
        }),
      ),
  };
}
