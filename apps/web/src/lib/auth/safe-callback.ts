/** Where to go after signing in: a path of this site, or the console. Anything that could lead elsewhere is dropped. */
export function safeCallback(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || wanted.length > 2_000) return '/tickets';
  const base = 'http://desk.invalid';
  if (!URL.canParse(wanted, base)) return '/tickets';
  const url = new URL(wanted, base);
  const leads = url.origin === base && !/^\/(login|setup|api)(\/|$)/.test(url.pathname);
  return leads && url.pathname !== '/' ? url.pathname + url.search : '/tickets';
}
