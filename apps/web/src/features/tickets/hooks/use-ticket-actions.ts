'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TicketView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { appError } from '@/lib/trpc/errors.ts';
import { notify } from '@/ui/notify.ts';

/** What may be done to a ticket. Results go through the same reducer as the feed; a refusal is explained. */
export function useTicketActions() {
  const { trpc, apply: applyItems, client } = useDesk();
  const queries = useQueryClient();
  const t = useTranslations('tickets');

  const apply = (ticket: TicketView) => applyItems([{ type: 'ticket', ticket }]);
  const explain = (error: unknown, { id }: { id: string }) => {
    const known = appError(error);
    void queries.invalidateQueries(trpc.tickets.get.queryFilter({ id }));
    if (known?.code === 'already-accepted') {
      notify({ tone: 'info', text: t('alreadyAccepted', { name: String(known.details.agentName ?? '') }) });
    } else if (known?.code === 'not-found') notify({ tone: 'error', text: t('notFoundTitle') });
    else notify({ tone: 'error', text: known?.code === 'forbidden' ? t('actionForbidden') : t('actionFailed') });
  };
  const act = { onSuccess: apply, onError: explain };

  const accept = useMutation(trpc.tickets.accept.mutationOptions(act));
  const giveBack = useMutation(trpc.tickets.return.mutationOptions(act));
  const transfer = useMutation(
    trpc.tickets.transfer.mutationOptions({
      onSuccess: apply,
      // That it is there already is said by the dialog, which stays.
      onError: (error, input) => appError(error)?.code !== 'conflict' && explain(error, input),
    }),
  );
  const reopen = useMutation(trpc.tickets.reopen.mutationOptions(act));
  const close = useMutation(
    trpc.tickets.close.mutationOptions({
      onError: explain,
      onSuccess(ticket) {
        apply(ticket);
        const undo = () =>
          client.tickets.reopen.mutate({ id: ticket.id }).then(apply, (error) => explain(error, ticket));
        notify({ text: t('closed'), action: { label: t('undo'), run: () => void undo() } });
      },
    }),
  );
  return { accept, giveBack, transfer, reopen, close };
}
