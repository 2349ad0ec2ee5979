'use client';

import type { MessageDetails, MessageView } from '@tiktickets/core/contracts';
import { ChartBarBig, Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/ui/cn.ts';

type PollDetails = Extract<MessageDetails, { kind: 'poll' }>;

/** The options with who chose them, as it stands now. */
export function Poll({ details, votes }: { details: PollDetails; votes: MessageView['votes'] }) {
  const t = useTranslations('messages');
  return (
    <div className="min-w-52 max-w-80">
      <p className="flex items-start gap-1.5 font-semibold" dir="auto">
        <ChartBarBig aria-hidden="true" className="mt-0.5 shrink-0 text-muted" size={15} />
        <span className="[overflow-wrap:anywhere]">{details.question || t('kinds.poll')}</span>
      </p>
      <p className="mt-0.5 mb-1 text-muted text-xs">
        {t(details.selectableCount === 1 ? 'pollOne' : 'pollMany')} · {t('pollVotes', { count: votes.length })}
      </p>
      <ul className="grid gap-1">
        {details.options.map((option, index) => (
          <PollOption key={index} option={option} votes={votes} />
        ))}
      </ul>
    </div>
  );
}

function PollOption({ option, votes }: { option: string; votes: MessageView['votes'] }) {
  const t = useTranslations('messages');
  const chosen = votes.filter((vote) => vote.options.includes(option));
  const isOurs = chosen.some(({ voter }) => voter === null);
  const share = votes.length === 0 ? 0 : Math.round((100 * chosen.length) / votes.length);
  return (
    <li className="rounded-md bg-panel px-2 py-1.5 [overflow-wrap:anywhere]" dir="auto">
      <span className="flex items-center gap-2">
        <span
          aria-hidden="true"
          className={cn(
            'size-3.5 shrink-0 rounded-full border-2',
            isOurs ? 'border-accent bg-accent' : 'border-line-strong',
          )}
        />
        <span className="min-w-0 flex-1">{option}</span>
        <span className="tabular text-muted text-xs">{chosen.length}</span>
      </span>
      {chosen.length > 0 && (
        <>
          <span aria-hidden="true" className="mt-1 block h-1 overflow-hidden rounded-full bg-line">
            <span className="block h-full bg-accent" style={{ width: `${share}%` }} />
          </span>
          <span className="mt-0.5 line-clamp-2 text-muted text-xs">
            {chosen.map(({ voter }) => voter ?? t('company')).join(', ')}
          </span>
        </>
      )}
    </li>
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
