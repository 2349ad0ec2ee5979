'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { Avatar } from '@/ui/avatar.tsx';

export function UserButton(props: ComponentProps<'button'>) {
  const t = useTranslations('user');
  const { me } = useDesk();
  return (
    <button {...props} className="grid size-[38px] place-items-center rounded-full max-md:size-11" type="button">
      <Avatar name={me.user.name} sizePx={30} />
      <span className="sr-only">{t('menu', { name: me.user.name })}</span>
    </button>
  );
}
