import { signIn } from 'next-auth/react';

export type SignInOutcome = 'ok' | 'wrong-pair' | 'rate-limited' | 'unavailable';

export async function signInWith(pair: { email: string; password: string }): Promise<SignInOutcome> {
  const result = await signIn('credentials', { ...pair, redirect: false }).catch(() => undefined);
  if (result?.ok && !result.error) return 'ok';
  if (result?.error === 'rate-limited') return 'rate-limited';
  if (result?.error === 'wrong-pair' || result?.error === 'CredentialsSignin') return 'wrong-pair';
  return 'unavailable';
}
