'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { notify } from '@/ui/notify.ts';

/**
 * What failed is tried again, or given up, where it failed: in this browser's outbox, or on the server. There the id is
 * the message's, or that of a change of it.
 */
export function useRetry(message: MessageView): { retry: (id: string) => void; discard: (id: string) => void } {
  const { client, apply, outbox, discard } = useDesk();
  const t = useTranslations('tickets');
  const { rev, clientId, ticketId } = message;
  if (rev === 0 && clientId) return { retry: () => outbox.retry(clientId), discard: () => discard(clientId) };
  const failed = () => notify({ tone: 'error', text: t('actionFailed') });
  return {
    retry: (id) => {
      client.messages.retry.mutate({ id }).then((view) => apply([{ type: 'message', message: view }]), failed);
    },
    discard: (id) => {
      client.messages.discard.mutate({ id }).then(() => {
        if (id === message.id) apply([{ type: 'message-gone', ticketId, messageId: id }]);
      }, failed);
    },
  };
}
