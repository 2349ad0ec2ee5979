'use client';

import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { Tooltip } from '@/ui/tooltip.tsx';

const look =
  'h-6 rounded-md px-2.5 text-muted text-xs data-[state=active]:bg-line-soft data-[state=active]:font-semibold data-[state=active]:text-text max-md:h-9';

/** Reply or internal note. Notes come later: their tab says so instead of doing nothing. */
export function ComposerModes({ children }: { children: ReactNode }) {
  const t = useTranslations('composer');
  return (
    <Tabs.Root value="reply">
      <Tabs.List aria-label={t('modes')} className="mb-1.5 flex gap-1">
        <Tabs.Trigger className={look} value="reply">
          {t('reply')}
        </Tabs.Trigger>
        <Tooltip text={t('noteSoon')}>
          <Tabs.Trigger aria-disabled="true" className={`${look} cursor-not-allowed opacity-75`} value="note">
            {t('note')}
          </Tabs.Trigger>
        </Tooltip>
      </Tabs.List>
      <Tabs.Content tabIndex={-1} value="reply">
        {children}
      </Tabs.Content>
    </Tabs.Root>
  );
}
