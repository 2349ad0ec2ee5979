import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ContactSearch } from '@/features/contacts/index.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('contacts'))('title') };
}

export default ContactSearch;
