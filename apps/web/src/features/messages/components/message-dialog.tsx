'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { fieldLook } from '@/ui/input.tsx';
import { useChanges } from '../hooks/use-changes.ts';
import type { MessageTask } from '../message-rules.ts';
import { problemOf } from '../text-problem.ts';
import { ForwardForm } from './forms/forward-form.tsx';

interface TaskProps {
  message: MessageView;
  onDone: () => void;
}

const tasks = { edit: EditForm, delete: DeleteQuestion, forward: ForwardForm };

/** Editing, taking back and passing on. The focus goes back to the message. */
export function MessageDialog(props: { message: MessageView; task: MessageTask; onClose: () => void }) {
  const { message, task, onClose } = props;
  const t = useTranslations('messages.changes');
  const common = useTranslations('common');
  const close = () => {
    onClose();
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-message-id="${message.id}"]`)?.focus());
  };
  const Task = tasks[task];
  return (
    <Dialog closeLabel={common('close')} onOpenChange={(open) => open || close()} open title={t(`${task}Title`)}>
      <Task message={message} onDone={close} />
    </Dialog>
  );
}

function EditForm({ message, onDone }: TaskProps) {
  const t = useTranslations('messages.changes');
  const { edit } = useChanges();
  const [text, setText] = useState(message.body ?? '');
  const [isBusy, setIsBusy] = useState(false);
  const canSave = text.trim() !== '' && text !== message.body && problemOf(text) === null && !isBusy;
  const save = async () => {
    if (!canSave) return;
    setIsBusy(true);
    if (await edit(message, text)) onDone();
    else setIsBusy(false);
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field hint={t('editHint')} label={t('editLabel')}>
        {(control) => (
          <textarea
            {...control}
            className={`${fieldLook} field-sizing-content max-h-60 min-h-20 resize-none py-2 max-md:text-base`}
            dir="auto"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              void save();
            }}
            value={text}
          />
        )}
      </Field>
      <Button className="justify-self-end" disabled={!canSave} tone="primary" type="submit">
        {t('save')}
      </Button>
    </form>
  );
}

function DeleteQuestion({ message, onDone }: TaskProps) {
  const t = useTranslations('messages.changes');
  const { remove } = useChanges();
  const [isBusy, setIsBusy] = useState(false);
  return (
    <div className="grid gap-4">
      <p className="text-muted text-sm">{t('deleteHint')}</p>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('keep')}</Button>
        <Button
          disabled={isBusy}
          onClick={async () => {
            setIsBusy(true);
            if (await remove(message)) onDone();
            else setIsBusy(false);
          }}
          tone="danger"
        >
          {t('deleteNow')}
        </Button>
      </div>
    </div>
  );
}
