'use client';

import { RotateCcw, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { finalFailures, knownFailure } from '../send-failures.ts';

interface MessageFailureProps {
  /** What did not work, where that is not the message itself. */
  lead?: string;
  failure: string | null;
  onRetry: () => void;
  onDiscard: () => void;
}

/** Why something did not reach the customer, what to do next, and the two ways out of it. */
export function MessageFailure({ lead, failure, onRetry, onDiscard }: MessageFailureProps) {
  const t = useTranslations('messages');
  const reason = knownFailure(failure);
  return (
    <div className="mt-1 flex max-w-[86%] flex-wrap items-center justify-end gap-x-2 gap-y-0.5 text-danger text-xs">
      <span className="text-right">
        {lead} {t(`failures.${reason}`)} {t(`nextSteps.${reason}`)}
      </span>
      {!finalFailures.includes(reason) && (
        <Way icon={<RotateCcw aria-hidden="true" size={12} />} onClick={onRetry}>
          {t('retry')}
        </Way>
      )}
      <Way icon={<Trash2 aria-hidden="true" size={12} />} onClick={onDiscard}>
        {t('discard')}
      </Way>
    </div>
  );
}

function Way({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <button
      className="inline-flex items-center gap-1 font-medium underline max-md:min-h-11"
      onClick={onClick}
      type="button"
    >
      {icon}
      {children}
    </button>
  );
}
