'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Button } from '@/ui/button.tsx';

export function MoreKindsTrigger(props: ComponentProps<'button'>) {
  const t = useTranslations('composer.more');
  return (
    <Button aria-haspopup="menu" aria-label={t('open')} title={t('open')} {...props} size="icon" tone="ghost">
      <Plus size={18} />
    </Button>
  );
}
