import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider>
      <main className="safe-top safe-bottom grid min-h-dvh place-items-center bg-bg p-5">{children}</main>
    </NextIntlClientProvider>
  );
}
