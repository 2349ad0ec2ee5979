'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { notify } from '@/ui/notify.ts';

/** A failed message is tried again where it failed: in this browser's outbox, or on the server. */
export function useRetry(message: MessageView): { retry: () => void; discard: (() => void) | null } {
  const { client, apply, outbox, discard } = useDesk();
  const t = useTranslations('tickets');
  const { rev, clientId, id } = message;
  if (rev === 0 && clientId) {
    return { retry: () => outbox.retry(clientId), discard: () => discard(clientId) };
  }
  const retry = () => {
    client.messages.retry.mutate({ id }).then(
      (view) => apply([{ type: 'message', message: view }]),
      () => notify({ tone: 'error', text: t('actionFailed') }),
    );
  };
  return { retry, discard: null };
}
