'use client';

import { EllipsisVertical } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Button } from '@/ui/button.tsx';

/** Where the header has no room for what is done less often. */
export function MoreButton(props: ComponentProps<'button'>) {
  const t = useTranslations('tickets');
  return (
    <Button
      aria-haspopup="menu"
      aria-label={t('moreActions')}
      className="md:hidden"
      size="icon"
      tone="ghost"
      {...props}
    >
      <EllipsisVertical aria-hidden="true" size={19} />
    </Button>
  );
}
