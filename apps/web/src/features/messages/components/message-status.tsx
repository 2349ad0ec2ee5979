'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useRetry } from '../hooks/use-retry.ts';
import { DeliveryWait } from './delivery-wait.tsx';
import { MessageFailure } from './message-failure.tsx';

/** Below an outgoing message: what it waits for, why it failed, and what became of a change of it. */
export function MessageStatus({ message }: { message: MessageView }) {
  const t = useTranslations('messages.changes');
  const { retry, discard } = useRetry(message);
  const { change } = message;
  return (
    <>
      {message.state === 'failed' ? (
        <MessageFailure
          failure={message.failure}
          onDiscard={() => discard(message.id)}
          onRetry={() => retry(message.id)}
        />
      ) : (
        <DeliveryWait key={message.state} message={message} />
      )}
      {change?.state === 'failed' && (
        <MessageFailure
          failure={change.failure}
          lead={t(`${change.kind}Failed`)}
          onDiscard={() => discard(change.id)}
          onRetry={() => retry(change.id)}
        />
      )}
      {change && change.state !== 'failed' && change.kind !== 'reaction' && (
        <p className="mt-1 text-muted text-xs">{t(change.kind)}</p>
      )}
    </>
  );
}
