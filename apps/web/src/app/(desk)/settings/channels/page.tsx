import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ChannelsPage } from '@/features/channels/index.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('channels'))('title') };
}

export default ChannelsPage;
