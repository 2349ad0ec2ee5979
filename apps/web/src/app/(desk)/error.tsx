'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';

export default function DeskError({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('errors');
  return <EmptyState action={<Button onClick={reset}>{t('reload')}</Button>} text={t('text')} title={t('title')} />;
}
