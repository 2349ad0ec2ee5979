import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { QuickRepliesPage } from '@/features/quick-replies/index.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('quickReplies'))('title') };
}

export default QuickRepliesPage;
