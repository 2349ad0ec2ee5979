import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';

export default async function NotFound() {
  const t = await getTranslations('errors');
  return (
    <main className="h-dvh">
      <EmptyState
        action={
          <Button asChild>
            <Link href="/tickets">{t('home')}</Link>
          </Button>
        }
        text={t('notFoundText')}
        title={t('notFoundTitle')}
      />
    </main>
  );
}
