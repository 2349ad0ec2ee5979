'use client';

import type { MessageDetails } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { MessageText } from '../message-text.tsx';

type ChoicesDetails = Extract<MessageDetails, { kind: 'choices' }>;

/** What a business offers to choose from. Nothing here can be pressed: addresses are shown, not followed. */
export function Choices({ details, body }: { details: ChoicesDetails; body: string | null }) {
  const t = useTranslations('messages');
  const { title, footer, choices } = details;
  return (
    <div className="max-w-80">
      {title && title !== body && (
        <p className="mb-0.5 font-semibold [overflow-wrap:anywhere]" dir="auto">
          {title}
        </p>
      )}
      {body && <MessageText text={body} />}
      {footer && (
        <p className="mt-0.5 text-muted text-xs [overflow-wrap:anywhere]" dir="auto">
          {footer}
        </p>
      )}
      {choices.length > 0 && (
        <ul aria-label={t('choices')} className="mt-1.5 grid gap-1">
          {choices.map((choice, index) => (
            <li
              className="rounded-md border bg-panel px-2.5 py-1.5 text-center [overflow-wrap:anywhere]"
              dir="auto"
              key={index}
            >
              <span className="font-medium">{choice.text}</span>
              {choice.url && <span className="block font-mono text-2xs text-muted">{choice.url}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
