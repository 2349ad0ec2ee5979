'use client';

import type { OutgoingDetails } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const isPhone = (text: string): boolean => /^\d{8,15}$/.test(digitsOf(text));

/** One contact card. */
export function ContactForm({ onSend }: { onSend: (details: OutgoingDetails) => void }) {
  const t = useTranslations('composer.more');
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [isTried, setIsTried] = useState(false);
  return (
    <form
      className="grid gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setIsTried(true);
        if (name.trim() === '' || !isPhone(phone)) return;
        onSend({ kind: 'contacts', contacts: [{ name: name.trim(), phones: [digitsOf(phone)] }] });
      }}
    >
      <Field error={isTried && name.trim() === '' ? t('nameMissing') : undefined} label={t('contactName')}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
            value={name}
          />
        )}
      </Field>
      <Field
        error={isTried && !isPhone(phone) ? t('phoneWrong') : undefined}
        hint={t('phoneHint')}
        label={t('contactPhone')}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="tel"
            maxLength={30}
            onChange={(event) => setPhone(event.target.value)}
            value={phone}
          />
        )}
      </Field>
      <Button className="justify-self-end" tone="primary" type="submit">
        {t('send')}
      </Button>
    </form>
  );
}
