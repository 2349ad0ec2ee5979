'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormattedText } from './formatted-text.tsx';

const foldedLength = 1_500;

/** A message's words: line breaks and direction kept, marks drawn, addresses clickable, the very long folded. */
export function MessageText({ text }: { text: string }) {
  const t = useTranslations('messages');
  const [isOpen, setIsOpen] = useState(text.length <= foldedLength);
  const shown = isOpen
    ? text
    : `${text
        .slice(0, foldedLength)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
  return (
    <>
      <p className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]" dir="auto">
        <FormattedText text={shown} />
      </p>
      {!isOpen && (
        <button
          className="mt-1 font-medium text-accent text-xs underline"
          onClick={() => setIsOpen(true)}
          type="button"
        >
          {t('showAll')}
        </button>
      )}
    </>
  );
}
