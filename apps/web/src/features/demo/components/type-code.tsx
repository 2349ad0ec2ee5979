'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Input } from '@/ui/input.tsx';
import { useDemoActions } from '../hooks/use-demo-phones.ts';

/** The company's phone, asked for the code that the connection shows. */
export function TypeCode({ channel }: { channel: { channelId: string; name: string } }) {
  const t = useTranslations('demo');
  const { typeCode } = useDemoActions();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    typeCode.mutate({ channelId: channel.channelId, code });
  };
  return (
    <form
      aria-label={t('typeCode', { name: channel.name })}
      className="mb-4 flex max-w-md items-center gap-2 rounded-xl border bg-panel p-3"
      onSubmit={submit}
    >
      <Input
        aria-label={t('typeCode', { name: channel.name })}
        autoComplete="off"
        className="tabular"
        maxLength={9}
        onChange={(event) => setCode(event.target.value)}
        placeholder={t('code')}
        value={code}
      />
      <Button disabled={typeCode.isPending || code.length < 8} tone="primary" type="submit">
        {t('enter')}
      </Button>
    </form>
  );
}
