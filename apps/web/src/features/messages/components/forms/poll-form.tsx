'use client';

import type { OutgoingDetails } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';

const maxOptions = 12;

/** A question with two to twelve answers; an empty line is none. */
export function PollForm({ onSend }: { onSend: (details: OutgoingDetails) => void }) {
  const t = useTranslations('composer.more');
  const [question, setQuestion] = useState('');
  const [lines, setLines] = useState(['', '']);
  const [isMany, setIsMany] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const options = lines.map((line) => line.trim()).filter((line) => line !== '');
  const isTwice = new Set(options).size !== options.length;
  const change = (at: number, value: string) => {
    const next = lines.with(at, value);
    // There is always room for one more.
    if (next.every((line) => line !== '') && next.length < maxOptions) next.push('');
    setLines(next);
  };
  return (
    <form
      className="grid gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setIsTried(true);
        if (question.trim() === '' || options.length < 2 || isTwice) return;
        onSend({ kind: 'poll', question: question.trim(), options, selectableCount: isMany ? 0 : 1 });
      }}
    >
      <Field error={isTried && question.trim() === '' ? t('questionMissing') : undefined} label={t('question')}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={255}
            onChange={(event) => setQuestion(event.target.value)}
            value={question}
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium text-sm">{t('options')}</legend>
        {lines.map((line, at) => (
          <Input
            aria-label={t('option', { number: at + 1 })}
            key={at}
            maxLength={100}
            onChange={(event) => change(at, event.target.value)}
            value={line}
          />
        ))}
        {isTried && options.length < 2 && <p className="text-danger text-xs">{t('optionsMissing')}</p>}
        {isTwice && <p className="text-danger text-xs">{t('optionTwice')}</p>}
      </fieldset>
      <label className="flex min-h-8 items-center gap-2 text-sm max-md:min-h-11">
        <input checked={isMany} onChange={(event) => setIsMany(event.target.checked)} type="checkbox" />
        {t('many')}
      </label>
      <Button className="justify-self-end" tone="primary" type="submit">
        {t('send')}
      </Button>
    </form>
  );
}
