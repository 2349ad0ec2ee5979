export type Elapsed = { unit: 'now' | 'minutes' | 'hours' | 'days'; count: number };

/** Time gone by, in the largest unit that still says something. */
export function elapsed(fromIso: string, now: Date): Elapsed {
  const minutes = Math.floor((now.getTime() - Date.parse(fromIso)) / 60_000);
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) };
  return { unit: 'days', count: Math.floor(minutes / (24 * 60)) };
}
