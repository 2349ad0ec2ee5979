import { NextIntlClientProvider } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AppFrame } from '@/features/shell/index.ts';
import { requireMe } from '@/lib/auth/require-me.ts';
import { DeskProvider } from '@/lib/live/desk-provider.tsx';
import { LazyToaster } from '@/ui/lazy-toaster.tsx';

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  const t = await getTranslations('common');
  return (
    <NextIntlClientProvider now={new Date()} timeZone={me.tenant.timeZone}>
      <DeskProvider me={me}>
        <AppFrame>{children}</AppFrame>
        <LazyToaster label={t('notices')} />
      </DeskProvider>
    </NextIntlClientProvider>
  );
}
