'use client';

import { Keyboard, LogOut } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { type Locale, localeCookie, locales } from '@/lib/i18n/locales.ts';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { Menu, MenuChoice, MenuHeading, MenuItem, MenuLine } from '@/ui/menu.tsx';
import { signOutHere } from '../sign-out.ts';
import { UserButton } from './user-button.tsx';

/** Each in its own language, so that whoever reads no other finds it. */
const ownNames: Readonly<Record<Locale, string>> = { 'pt-BR': 'Português (Brasil)', en: 'English', es: 'Español' };
const languages = locales.map((value) => ({ value, label: ownNames[value] }));
const yearSeconds = 365 * 24 * 3600;

/** Loaded when it is first opened. */
export function UserMenuContent({ onShowShortcuts }: { onShowShortcuts?: () => void }) {
  const t = useTranslations('user');
  const { me } = useDesk();
  const { theme = 'system', setTheme } = useTheme();
  const locale = useLocale();
  const router = useRouter();
  const roles = { agent: t('roleAgent'), supervisor: t('roleSupervisor'), admin: t('roleAdmin') };
  const chooseLanguage = (value: Locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox
    document.cookie = `${localeCookie}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`;
    router.refresh();
  };
  return (
    <Menu trigger={<UserButton />}>
      <div className="px-2 py-1.5">
        <p className="font-semibold">{me.user.name}</p>
        <p className="text-muted text-xs">{me.user.email}</p>
        <p className="text-muted text-xs">
          {roles[me.user.role]} · {me.tenant.name}
        </p>
      </div>
      <MenuLine />
      <MenuHeading>{t('theme')}</MenuHeading>
      <MenuChoice
        onChange={setTheme}
        options={[
          { value: 'light', label: t('themeLight') },
          { value: 'dark', label: t('themeDark') },
          { value: 'system', label: t('themeSystem') },
        ]}
        value={theme}
      />
      <MenuHeading>{t('language')}</MenuHeading>
      <MenuChoice onChange={chooseLanguage} options={languages} value={locale} />
      <MenuLine />
      {onShowShortcuts && (
        <MenuItem icon={<Keyboard className="text-muted" size={16} />} onSelect={onShowShortcuts}>
          {t('shortcuts')}
        </MenuItem>
      )}
      <MenuItem icon={<LogOut className="text-muted" size={16} />} onSelect={() => void signOutHere()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
