/** The address as people may see it: whoever may change it does not need the password to recognise it. */
export function maskProxy(proxyUrl: string): string {
  const { protocol, host, username, password } = new URL(proxyUrl);
  return `${protocol}//${username || password ? '•••@' : ''}${host}`;
}
