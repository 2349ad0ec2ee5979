'use client';

import { useQuery } from '@tanstack/react-query';
import type { TicketView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { appError } from '@/lib/trpc/errors.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { notify } from '@/ui/notify.ts';
import type { useTicketActions } from '../hooks/use-ticket-actions.ts';
import { type TransferTarget, TransferTargets } from './transfer-targets.tsx';

interface TransferDialogProps {
  ticket: TicketView;
  transfer: ReturnType<typeof useTicketActions>['transfer'];
  onClose: () => void;
}

export function TransferDialog({ ticket, transfer, onClose }: TransferDialogProps) {
  const t = useTranslations();
  const { trpc } = useDesk();
  const queues = useQuery(trpc.team.queues.queryOptions());
  const colleagues = useQuery(trpc.team.colleagues.queryOptions());
  const [search, setSearch] = useState('');
  const [target, setTarget] = useState<TransferTarget | null>(null);
  const [note, setNote] = useState('');

  const targets: TransferTarget[] = [
    ...(queues.data ?? [])
      .filter((queue) => ticket.state === 'open' || queue.id !== ticket.queue?.id)
      .map((queue) => ({ kind: 'queue' as const, id: queue.id, name: queue.name })),
    ...(ticket.isGroup ? [] : (colleagues.data ?? []))
      .filter((person) => person.id !== ticket.agent?.id)
      .map((person) => ({ kind: 'agent' as const, id: person.id, name: person.name })),
  ];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!target) return;
    transfer.mutate(
      {
        id: ticket.id,
        ...(target.kind === 'queue' ? { queueId: target.id } : { userId: target.id }),
        note: note.trim() || undefined,
      },
      {
        onSuccess: () => {
          notify({ text: t('tickets.transferred', { target: target.name }) });
          onClose();
        },
        onError: (error) => {
          if (appError(error)?.code === 'conflict') notify({ tone: 'info', text: t('tickets.transferHere') });
        },
      },
    );
  };
  return (
    <Dialog
      closeLabel={t('common.close')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={t('tickets.transferTitle')}
    >
      <form className="grid gap-3" onSubmit={submit}>
        <Input
          aria-label={t('tickets.transferSearch')}
          autoFocus
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t('tickets.transferSearch')}
          type="search"
          value={search}
        />
        <TransferTargets chosen={target} onChoose={setTarget} search={search} targets={targets} />
        <Field label={t('tickets.transferNote')}>
          {(control) => (
            <Input {...control} maxLength={500} onChange={(event) => setNote(event.target.value)} value={note} />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button disabled={!target || transfer.isPending} tone="primary" type="submit">
            {t('tickets.transfer')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
