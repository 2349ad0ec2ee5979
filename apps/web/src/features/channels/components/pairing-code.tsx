'use client';

import type { ChannelView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { formatPhone } from '@/lib/format/phone.ts';
import { appError } from '@/lib/trpc/errors.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { Spinner } from '@/ui/spinner.tsx';
import { spacedCode } from '../channel-words.ts';
import { useChannelActions } from '../hooks/use-channels.ts';

/** Digits of the shortest number there is, country code left out. */
const shortest = 8;

/** For who cannot point a camera: the number here, eight characters on the phone. */
export function PairingCode({ channel }: { channel: ChannelView }) {
  const t = useTranslations('channels');
  const { pairingCode } = useChannelActions();
  const [phone, setPhone] = useState(channel.pairing?.phone ?? '');
  const [isShort, setIsShort] = useState(false);
  const { pairing, state, reason } = channel;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isShort = phone.replaceAll(/\D/g, '').length < shortest;
    setIsShort(isShort);
    if (!isShort) pairingCode.mutate({ id: channel.id, phone });
  };
  const refused = isShort || appError(pairingCode.error)?.field === 'phone' || reason === 'code_refused';
  const hasExpired = reason === 'qr_expired';
  return (
    <div className="grid gap-4">
      <form className="grid gap-3" noValidate onSubmit={submit}>
        <Field {...(refused ? { error: t('codePhoneWrong') } : {})} hint={t('codePhoneHint')} label={t('codePhone')}>
          {(control) => (
            <Input
              {...control}
              autoComplete="tel"
              inputMode="tel"
              onChange={(event) => setPhone(event.target.value)}
              placeholder="11 90000-0000"
              value={phone}
            />
          )}
        </Field>
        <Button
          disabled={pairingCode.isPending || phone.trim() === ''}
          tone={pairing?.code ? undefined : 'primary'}
          type="submit"
        >
          {t(pairing?.code || hasExpired ? 'codeAgain' : 'codeAsk')}
        </Button>
      </form>
      <div aria-live="polite" className="grid min-h-28 place-items-center rounded-xl border p-4 text-center">
        {pairing?.code && (
          <div>
            <p className="tabular font-mono font-semibold text-2xl tracking-widest" data-testid="pairing-code">
              {spacedCode(pairing.code)}
            </p>
            <p className="mt-2 text-muted text-sm">{t('codeSteps', { phone: formatPhone(pairing.phone) })}</p>
          </div>
        )}
        {pairing && !pairing.code && <Spinner label={t('qrWaiting')} />}
        {state === 'pairing' && <Spinner label={t('codeTyped')} />}
        {!pairing && state !== 'pairing' && (
          <p className="text-muted text-sm">{t(hasExpired ? 'codeExpired' : 'codeNone')}</p>
        )}
      </div>
    </div>
  );
}
