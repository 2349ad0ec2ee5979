import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import en from '@/messages/en.json';
import es from '@/messages/es.json';
import ptBr from '@/messages/pt-BR.json';
import { isLocale, type Locale, localeCookie, matchLocale } from './locales.ts';

const dictionaries = { 'pt-BR': ptBr, en, es } satisfies Record<Locale, typeof ptBr>;

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const locale = isLocale(chosen) ? chosen : matchLocale((await headers()).get('accept-language'));
  return { locale, messages: dictionaries[locale], timeZone: 'America/Sao_Paulo' };
});
