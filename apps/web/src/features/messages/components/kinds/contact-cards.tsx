'use client';

import { useTranslations } from 'next-intl';
import { formatPhone } from '@/lib/format/phone.ts';
import { Avatar } from '@/ui/avatar.tsx';

interface Card {
  name: string;
  phones: readonly string[];
}

export function ContactCards({ contacts }: { contacts: readonly Card[] }) {
  const t = useTranslations();
  return (
    <ul className="grid w-64 max-w-full gap-1">
      {contacts.map((contact, index) => {
        const name = contact.name.trim() || t('common.unknown');
        return (
          <li className="flex items-center gap-2.5 rounded-lg bg-panel p-2" key={index}>
            <Avatar name={name} sizePx={36} />
            <div className="min-w-0">
              <p className="truncate font-medium">
                <bdi>{name}</bdi>
              </p>
              {contact.phones.map((phone) => (
                <p className="tabular truncate text-muted text-xs" key={phone}>
                  {formatPhone(phone)}
                </p>
              ))}
              {contact.phones.length === 0 && <p className="text-muted text-xs">{t('messages.noPhone')}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
