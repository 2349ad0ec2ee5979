'use client';

import { Smile } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Button } from '@/ui/button.tsx';

export function EmojiTrigger(props: ComponentProps<'button'>) {
  const t = useTranslations('composer');
  return (
    <Button aria-label={t('emoji')} title={t('emoji')} {...props} size="icon" tone="ghost">
      <Smile size={18} />
    </Button>
  );
}
