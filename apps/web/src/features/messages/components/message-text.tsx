'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

const foldedLength = 1_500;
const link = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}]/g;

/** A message's words: line breaks and direction kept, addresses clickable, the very long folded. */
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
        {withLinks(shown)}
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

function withLinks(text: string) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(link)) {
    parts.push(text.slice(at, match.index));
    parts.push(
      <a className="text-accent underline" href={match[0]} key={match.index} rel="noopener noreferrer" target="_blank">
        {match[0]}
      </a>,
    );
    at = match.index + match[0].length;
  }
  return at === 0 ? text : [...parts, text.slice(at)];
}
