import { BarChart3 } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageHeader } from '@/ui/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('title') };
}

export default async function ReportsPage() {
  const t = await getTranslations('reports');
  return (
    <div className="flex h-full flex-col">
      <PageHeader status={<LivePill />} title={t('title')} />
      <EmptyState
        action={
          <Button asChild>
            <Link href="/dashboard">{t('action')}</Link>
          </Button>
        }
        icon={<BarChart3 size={20} />}
        text={t('emptyText')}
        title={t('emptyTitle')}
      />
    </div>
  );
}
