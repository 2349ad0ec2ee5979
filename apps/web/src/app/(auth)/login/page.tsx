import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { LoginForm } from '@/features/team/index.ts';
import { isSetUpNeeded, isSignedIn } from '@/lib/auth/require-me.ts';
import { safeCallback } from '@/lib/auth/safe-callback.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('login'))('title') };
}

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  if (await isSetUpNeeded()) redirect('/setup');
  const next = safeCallback((await searchParams).callbackUrl);
  // Checked at the server, because a cookie may outlive its session.
  if (await isSignedIn()) redirect(asRoute(next));
  return <LoginForm next={next} />;
}

/** `safeCallback` only returns paths of this site. */
function asRoute(path: string) {
  return path as '/tickets';
}
