export const locales = ['pt-BR', 'en', 'es'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'pt-BR';
export const localeCookie = 'tiktickets.locale';

export const isLocale = (value: unknown): value is Locale => locales.some((locale) => locale === value);

/**
 * The best locale of an Accept-Language header; every region of a language counts (es-AR, es-419); unknown languages fall back
 * to the source language.
 */
export function matchLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().split(';');
      const quality = params.map((param) => param.trim()).find((param) => param.startsWith('q='));
      return { language: tag.toLowerCase().split('-')[0], weight: quality ? Number(quality.slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) {
    const match = locales.find((locale) => locale.toLowerCase().split('-')[0] === language);
    if (match) return match;
  }
  return defaultLocale;
}
