'use client';

import { useMutation } from '@tanstack/react-query';
import { StickyNote } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useId, useState } from 'react';
import { readDraft, writeDraft } from '@/lib/drafts.ts';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { newClientId } from '@/lib/new-client-id.ts';
import { Button } from '@/ui/button.tsx';
import { composerModes } from '../composer-mode.ts';
import { problemOf } from '../text-problem.ts';

interface NoteEditorProps {
  ticketId: string;
  /** After the note is written, or given up with Escape. */
  onDone?: () => void;
}

/** A note for colleagues. What was typed stays until the server has it. Not a form: it stands inside the composer's. */
export function NoteEditor({ ticketId, onDone }: NoteEditorProps) {
  const t = useTranslations('composer');
  const { trpc, apply } = useDesk();
  const hintId = useId();
  const draft = `${ticketId}.note`;
  const [text, setText] = useState(() => readDraft(draft));
  const [clientId, setClientId] = useState(newClientId);
  const change = (value: string) => {
    setText(value);
    writeDraft(draft, value);
  };
  const done = () => {
    composerModes.set(ticketId, 'reply');
    onDone?.();
  };
  const add = useMutation(
    trpc.messages.note.mutationOptions({
      onSuccess(message) {
        apply([{ type: 'message', message }]);
        change('');
        setClientId(newClientId());
        done();
      },
    }),
  );
  const canSave = text.trim() !== '' && problemOf(text) === null && !add.isPending;
  const save = () => {
    if (canSave) add.mutate({ ticketId, clientId, body: text.trim() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      done();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };
  return (
    <div className="rounded-[10px] border border-warn bg-warn-soft px-[11px] pt-2 pb-1.5 focus-within:ring-3 focus-within:ring-warn-soft">
      <textarea
        aria-describedby={hintId}
        aria-label={t('note')}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: it is shown because somebody asked to write here
        autoFocus
        className="scroll-calm field-sizing-content block max-h-44 min-h-10 w-full resize-none bg-transparent leading-snug outline-none placeholder:text-muted max-md:text-base"
        dir="auto"
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={t('notePlaceholder')}
        value={text}
      />
      {add.isError && (
        <p className="text-danger text-xs" role="alert">
          {t('noteFailed')}
        </p>
      )}
      <div className="mt-1 flex items-center gap-2">
        <p className="flex min-w-0 items-center gap-1.5 text-warn text-xs" id={hintId}>
          <StickyNote aria-hidden="true" className="shrink-0" size={14} />
          {t('noteHint')}
        </p>
        <Button className="ml-auto" disabled={!canSave} onClick={save} tone="primary">
          {t('noteSave')}
        </Button>
      </div>
    </div>
  );
}
