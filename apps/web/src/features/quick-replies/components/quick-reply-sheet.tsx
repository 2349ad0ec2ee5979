'use client';

import { useQuery } from '@tanstack/react-query';
import type { QuickReplyScope, QuickReplyView } from '@tiktickets/core/contracts';
import { templateVariables, unknownVariables } from '@tiktickets/core/contracts/template';
import { useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { appError } from '@/lib/trpc/errors.ts';
import { useAllowed } from '@/lib/use-allowed.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { fieldLook, Input } from '@/ui/input.tsx';
import { Select } from '@/ui/select.tsx';
import { useQuickReplyActions } from '../hooks/use-quick-replies.ts';

/** One prepared answer: new, to change, or only to read when it is shared and somebody else's to keep. */
export function QuickReplySheet({ reply, onClose }: { reply: QuickReplyView | null; onClose: () => void }) {
  const t = useTranslations();
  const { create, update, remove } = useQuickReplyActions();
  const mayShare = useAllowed()('quick-reply:manage');
  const area = useRef<HTMLTextAreaElement>(null);
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '');
  const [body, setBody] = useState(reply?.body ?? '');
  const [place, setPlace] = useState<string>(reply?.queue?.id ?? reply?.scope ?? 'personal');
  const isReadOnly = reply !== null && !reply.isEditable;
  const unknown = unknownVariables(body);
  const failure = appError(create.error ?? update.error);
  const isBusy = create.isPending || update.isPending || remove.isPending;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const scope: QuickReplyScope = place === 'personal' || place === 'company' ? place : 'queue';
    const fields = { scope, queueId: scope === 'queue' ? place : null, shortcut, body };
    const done = { onSuccess: onClose };
    if (reply) update.mutate({ id: reply.id, ...fields }, done);
    else create.mutate(fields, done);
  };
  const insert = (name: string) => {
    const at = area.current?.selectionEnd ?? body.length;
    setBody(`${body.slice(0, at)}{{${name}}}${body.slice(at)}`);
    area.current?.focus();
  };
  const shortcutError = failure?.code === 'conflict' ? t('quickReplies.taken') : undefined;
  return (
    <Dialog
      closeLabel={t('common.close')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={reply ? `/${reply.shortcut}` : t('quickReplies.new')}
      variant="sheet"
    >
      <form className="grid gap-4" noValidate onSubmit={submit}>
        <Field error={shortcutError} hint={t('quickReplies.shortcutHint')} label={t('quickReplies.shortcut')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              disabled={isReadOnly}
              maxLength={30}
              onChange={(event) => setShortcut(event.target.value.toLowerCase().replaceAll(/[^\p{L}\p{N}_-]/gu, ''))}
              value={shortcut}
            />
          )}
        </Field>
        <Field
          error={unknown.length > 0 ? t('quickReplies.unknownVariable', { names: unknown.join(', ') }) : undefined}
          label={t('quickReplies.body')}
        >
          {(control) => (
            <textarea
              {...control}
              className={`${fieldLook} field-sizing-content min-h-28 py-2 leading-snug max-md:text-base`}
              disabled={isReadOnly}
              maxLength={4096}
              onChange={(event) => setBody(event.target.value)}
              ref={area}
              value={body}
            />
          )}
        </Field>
        {!isReadOnly && <Variables onPick={insert} />}
        <Place isFixed={isReadOnly || !mayShare} onChange={setPlace} place={place} reply={reply} />
        {failure && failure.code !== 'conflict' && (
          <p className="text-danger text-sm" role="alert">
            {t('quickReplies.failed')}
          </p>
        )}
        {!isReadOnly && (
          <div className="flex justify-end gap-2">
            {reply && (
              <Button
                className="mr-auto"
                disabled={isBusy}
                onClick={() => remove.mutate({ id: reply.id }, { onSuccess: onClose })}
                tone="danger"
              >
                {t('quickReplies.delete')}
              </Button>
            )}
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button
              disabled={isBusy || shortcut === '' || body.trim() === '' || unknown.length > 0}
              tone="primary"
              type="submit"
            >
              {t('quickReplies.save')}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  );
}

function Variables({ onPick }: { onPick: (name: string) => void }) {
  const t = useTranslations('quickReplies');
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{t('variables')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {templateVariables.map((name) => (
          <Button className="h-7 px-2 text-xs max-md:h-11" key={name} onClick={() => onPick(name)}>
            {t(`variableNames.${name}`)}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

interface PlaceProps {
  place: string;
  reply: QuickReplyView | null;
  isFixed: boolean;
  onChange: (place: string) => void;
}

/** For whom it is: oneself, the company, or one queue. */
function Place({ place, reply, isFixed, onChange }: PlaceProps) {
  const t = useTranslations('quickReplies');
  const { trpc } = useDesk();
  const { data: queues = [] } = useQuery(trpc.team.queues.queryOptions());
  const shown = reply?.queue && !queues.some(({ id }) => id === reply.queue?.id) ? [reply.queue, ...queues] : queues;
  return (
    <Field hint={isFixed && place === 'personal' ? t('onlyPersonal') : undefined} label={t('place')}>
      {(control) => (
        <Select {...control} disabled={isFixed} onChange={(event) => onChange(event.target.value)} value={place}>
          <option value="personal">{t('scopes.personal')}</option>
          <option value="company">{t('scopes.company')}</option>
          {shown.map((queue) => (
            <option key={queue.id} value={queue.id}>
              {t('queueScope', { name: queue.name })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
