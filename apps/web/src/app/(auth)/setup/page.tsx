import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { SetUpForm } from '@/features/team/index.ts';
import { isSetUpNeeded } from '@/lib/auth/require-me.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('setup'))('title') };
}

export default async function SetUpPage() {
  if (!(await isSetUpNeeded())) redirect('/login');
  return <SetUpForm />;
}
