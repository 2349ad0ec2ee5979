import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Console } from '@/features/tickets/index.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tickets'))('title') };
}

/** The console lives in the layout, above the ticket's id, so that moving between tickets never mounts it again. */
export default function TicketsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <Console />
      {children}
    </>
  );
}
