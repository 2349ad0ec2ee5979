'use client';

import { EllipsisVertical } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';

export function MessageMenuButton(props: ComponentProps<'button'>) {
  const t = useTranslations('messages.menu');
  return (
    <button
      aria-haspopup="menu"
      aria-label={t('open')}
      className="grid size-7 place-items-center rounded-md text-faint hover:bg-hover hover:text-text max-md:h-11 max-md:w-9"
      type="button"
      {...props}
    >
      <EllipsisVertical aria-hidden="true" size={16} />
    </button>
  );
}
