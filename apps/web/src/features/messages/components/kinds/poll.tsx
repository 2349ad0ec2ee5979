'use client';

import type { MessageDetails } from '@tiktickets/core/contracts';
import { ChartBarBig, Check } from 'lucide-react';
import { useTranslations } from 'next-intl';

type PollDetails = Extract<MessageDetails, { kind: 'poll' }>;

export function Poll({ details }: { details: PollDetails }) {
  const t = useTranslations('messages');
  return (
    <div className="min-w-52 max-w-80">
      <p className="flex items-start gap-1.5 font-semibold" dir="auto">
        <ChartBarBig aria-hidden="true" className="mt-0.5 shrink-0 text-muted" size={15} />
        <span className="[overflow-wrap:anywhere]">{details.question || t('kinds.poll')}</span>
      </p>
      <p className="mt-0.5 mb-1 text-muted text-xs">{t(details.selectableCount === 1 ? 'pollOne' : 'pollMany')}</p>
      <ul className="grid gap-1">
        {details.options.map((option, index) => (
          <li
            className="flex items-center gap-2 rounded-md bg-panel px-2 py-1.5 [overflow-wrap:anywhere]"
            dir="auto"
            key={index}
          >
            <span aria-hidden="true" className="size-3.5 shrink-0 rounded-full border-2 border-line-strong" />
            {option}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function PollVote({ options }: { options: readonly string[] | null }) {
  const t = useTranslations('messages');
  return (
    <p className="flex items-center gap-1.5 text-muted" dir="auto">
      <Check aria-hidden="true" className="shrink-0" size={14} />
      {options && options.length > 0 ? t('pollVoted', { options: options.join(', ') }) : t('pollVote')}
    </p>
  );
}
