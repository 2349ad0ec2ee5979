import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { DemoPhonesPage } from '@/features/demo/index.ts';
import { requireMe } from '@/lib/auth/require-me.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('demo'))('title') };
}

export default async function PhonesPage() {
  if (!(await requireMe()).demo) notFound();
  return <DemoPhonesPage />;
}
