'use client';

import type { ChannelView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { useChannelActions } from '../hooks/use-channels.ts';

/** Asks once more where it is pressed: it cannot be undone by itself. */
export function ArchiveChannel({ channel, onArchived }: { channel: ChannelView; onArchived: () => void }) {
  const t = useTranslations('channels');
  const { archive } = useChannelActions();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <section className="mt-2 border-t pt-4">
      <h3 className="font-semibold text-sm">{t('archiveTitle')}</h3>
      <p className="mt-1 mb-3 text-muted text-sm">{t('archiveText')}</p>
      {isAsking ? (
        <Button
          disabled={archive.isPending}
          onClick={() => archive.mutate({ id: channel.id }, { onSuccess: onArchived })}
          tone="danger"
        >
          {t('archiveConfirm', { name: channel.name })}
        </Button>
      ) : (
        <Button className="text-danger hover:text-danger" onClick={() => setIsAsking(true)}>
          {t('archive')}
        </Button>
      )}
    </section>
  );
}
