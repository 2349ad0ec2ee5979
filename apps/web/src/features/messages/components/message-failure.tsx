'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRetry } from '../hooks/use-retry.ts';

const knownFailures = [
  'not_on_whatsapp',
  'no_devices',
  'bad_address',
  'send_failed',
  'unacknowledged',
  'not_sent',
  'rejected',
  'forbidden',
  'file_too_large',
  'file_empty',
  'file_lost',
  'file_refused',
  'file_forbidden',
  'no_room',
] as const;
/** Trying the same file again cannot help. */
const finalFailures = ['file_too_large', 'file_empty', 'file_lost', 'file_forbidden'];

/** Why a message did not leave, and what can be done about it. */
export function MessageFailure({ message }: { message: MessageView }) {
  const t = useTranslations('messages');
  const { retry, discard } = useRetry(message);
  const reason = knownFailures.find((known) => known === message.failure) ?? 'other';
  return (
    <div className="mt-1 flex max-w-[86%] flex-wrap items-center justify-end gap-x-2 gap-y-0.5 text-danger text-xs">
      <span>{t(`failures.${reason}`)}</span>
      {!finalFailures.includes(reason) && (
        <button
          className="inline-flex items-center gap-1 font-medium underline max-md:min-h-11"
          onClick={retry}
          type="button"
        >
          <RotateCcw aria-hidden="true" size={12} />
          {t('retry')}
        </button>
      )}
      {discard && (
        <button
          className="inline-flex items-center gap-1 font-medium underline max-md:min-h-11"
          onClick={discard}
          type="button"
        >
          <Trash2 aria-hidden="true" size={12} />
          {t('discard')}
        </button>
      )}
    </div>
  );
}
