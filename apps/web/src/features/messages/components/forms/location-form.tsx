'use client';

import type { OutgoingDetails } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { readPlace } from '../../content/place.ts';

/** A place by its coordinates, as maps give them, or where this device is. */
export function LocationForm({ onSend }: { onSend: (details: OutgoingDetails) => void }) {
  const t = useTranslations('composer.more');
  const [where, setWhere] = useState('');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<'placeWrong' | 'placeDenied' | null>(null);
  const locate = () => {
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        setWhere(`${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`);
        setProblem(null);
      },
      () => setProblem('placeDenied'),
    );
  };
  return (
    <form
      className="grid gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const place = readPlace(where);
        if (!place) return setProblem('placeWrong');
        onSend({ kind: 'location', ...place, name: name.trim() || null, address: null });
      }}
    >
      <Field error={problem ? t(problem) : undefined} hint={t('placeHint')} label={t('place')}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={500}
            onChange={(event) => setWhere(event.target.value)}
            value={where}
          />
        )}
      </Field>
      <Field label={t('placeName')}>
        {(control) => (
          <Input {...control} maxLength={200} onChange={(event) => setName(event.target.value)} value={name} />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={locate} type="button">
          {t('here')}
        </Button>
        <Button tone="primary" type="submit">
          {t('send')}
        </Button>
      </div>
    </form>
  );
}
