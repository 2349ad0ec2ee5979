'use client';

import { type ChannelView, createChannelInput } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { Select } from '@/ui/select.tsx';
import { useChannelActions, useQueues } from '../hooks/use-channels.ts';

interface NewChannelDialogProps {
  onClose: () => void;
  onCreated: (channel: ChannelView) => void;
}

export function NewChannelDialog({ onClose, onCreated }: NewChannelDialogProps) {
  const t = useTranslations();
  const queues = useQueues();
  const { create, connect } = useChannelActions();
  const [name, setName] = useState('');
  const [queueId, setQueueId] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = createChannelInput.safeParse({ name, queueId: queueId || null });
    setIsWrong(!input.success);
    if (!input.success) return;
    const channel = await create.mutateAsync(input.data).catch(() => null);
    if (!channel) return;
    onCreated(channel);
    if (channel.state === 'disconnected') connect.mutate({ id: channel.id });
  };
  return (
    <Dialog
      closeLabel={t('common.close')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={t('channels.new')}
    >
      <form className="grid gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <Field error={isWrong ? t('channels.nameRequired') : undefined} label={t('channels.name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={60}
              onChange={(event) => setName(event.target.value)}
              placeholder={t('channels.namePlaceholder')}
              value={name}
            />
          )}
        </Field>
        <Field label={t('channels.queue')}>
          {(control) => (
            <Select {...control} onChange={(event) => setQueueId(event.target.value)} value={queueId}>
              <option value="">{t('channels.noQueue')}</option>
              {queues.map((queue) => (
                <option key={queue.id} value={queue.id}>
                  {queue.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button disabled={create.isPending} tone="primary" type="submit">
            {t('channels.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
