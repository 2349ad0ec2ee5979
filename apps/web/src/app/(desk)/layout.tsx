import { NextIntlClientProvider } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AppFrame } from '@/features/shell/index.ts';
import { requireMe } from '@/lib/auth/require-me.ts';
import { DeskProvider } from '@/lib/live/desk-provider.tsx';
import { Toaster } from '@/ui/toaster.tsx';
import { TooltipProvider } from '@/ui/tooltip.tsx';

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  const t = await getTranslations('common');
  return (
    <NextIntlClientProvider now={new Date()} timeZone={me.tenant.timeZone}>
      <DeskProvider me={me}>
        <TooltipProvider>
          <AppFrame>{children}</AppFrame>
          <Toaster label={t('notices')} />
        </TooltipProvider>
      </DeskProvider>
    </NextIntlClientProvider>
  );
}
