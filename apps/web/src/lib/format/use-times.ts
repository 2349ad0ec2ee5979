'use client';

import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { elapsed } from './elapsed.ts';
import { useCurrentTime } from './use-current-time.ts';

const dayMs = 24 * 3600_000;

/** Every way in which this product writes a moment, in the company's time zone. */
export function useTimes() {
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const now = useCurrentTime();
  const t = useTranslations();
  return useMemo(() => createTimes({ format, timeZone, now, t }), [format, timeZone, now, t]);
}

interface TimesInput {
  format: ReturnType<typeof useFormatter>;
  timeZone: string;
  now: Date;
  t: ReturnType<typeof useTranslations<never>>;
}

function createTimes({ format, timeZone, now, t }: TimesInput) {
  const dayKey = (at: string | Date) => format.dateTime(new Date(at), { timeZone, dateStyle: 'short' });
  const clock = (at: string) => format.dateTime(new Date(at), { timeZone, hour: '2-digit', minute: '2-digit' });
  const today = dayKey(now);
  const yesterday = dayKey(new Date(now.getTime() - dayMs));

  return {
    dayKey,
    clock,
    /** For a divider between days. */
    day(at: string): string {
      if (dayKey(at) === today) return t('messages.today');
      if (dayKey(at) === yesterday) return t('messages.yesterday');
      const isThisYear = new Date(at).getUTCFullYear() === now.getUTCFullYear();
      return format.dateTime(new Date(at), {
        timeZone,
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        year: isThisYear ? undefined : 'numeric',
      });
    },
    /** For a list: the clock today, then the day, then the date. */
    brief(at: string): string {
      if (dayKey(at) === today) return clock(at);
      if (dayKey(at) === yesterday) return t('messages.yesterday');
      const ageMs = now.getTime() - Date.parse(at);
      if (ageMs > 0 && ageMs < 6 * dayMs) return format.dateTime(new Date(at), { timeZone, weekday: 'short' });
      return format.dateTime(new Date(at), {
        timeZone,
        day: '2-digit',
        month: '2-digit',
        year: ageMs > 300 * dayMs ? '2-digit' : undefined,
      });
    },
    full: (at: string) => format.dateTime(new Date(at), { timeZone, dateStyle: 'short', timeStyle: 'short' }),
    exact: (at: string) =>
      dayKey(at) === today
        ? format.dateTime(new Date(at), { timeZone, timeStyle: 'medium' })
        : format.dateTime(new Date(at), { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
    date: (at: string) => format.dateTime(new Date(at), { timeZone, dateStyle: 'medium' }),
    ago(at: string, until: Date = now): string {
      const { unit, count } = elapsed(at, until);
      return t(`tickets.${unit}`, { count });
    },
  };
}
