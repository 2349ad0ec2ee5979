'use client';

import { credentialsInput } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { type SignInOutcome, signInWith } from '../sign-in.ts';
import { zodResolver } from '../zod-resolver.ts';
import { AuthCard, FormAlert } from './auth-card.tsx';

const messages = { 'wrong-pair': 'wrongPair', 'rate-limited': 'rateLimited', unavailable: 'unavailable' } as const;

export function LoginForm({ next }: { next: string }) {
  const t = useTranslations('login');
  const [problem, setProblem] = useState<Exclude<SignInOutcome, 'ok'> | null>(null);
  const form = useForm({ resolver: zodResolver(credentialsInput), defaultValues: { email: '', password: '' } });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const submit = form.handleSubmit(async (pair) => {
    setProblem(null);
    const outcome = await signInWith(pair);
    if (outcome === 'ok') window.location.assign(next);
    else setProblem(outcome);
  });
  const isLeaving = isSubmitSuccessful && !problem;
  return (
    <AuthCard subtitle={t('subtitle')} title={t('title')}>
      <form className="grid gap-4" noValidate onSubmit={(event) => void submit(event)}>
        {problem && <FormAlert>{t(messages[problem])}</FormAlert>}
        <Field error={errors.email && t('emailInvalid')} label={t('email')}>
          {(control) => (
            <Input
              autoComplete="username"
              autoFocus
              inputMode="email"
              type="email"
              {...control}
              {...form.register('email')}
            />
          )}
        </Field>
        <Field error={errors.password && t('passwordRequired')} label={t('password')}>
          {(control) => (
            <Input autoComplete="current-password" type="password" {...control} {...form.register('password')} />
          )}
        </Field>
        <Button
          aria-label={t('submit')}
          className="mt-1"
          disabled={isSubmitting || isLeaving}
          size="lg"
          tone="primary"
          type="submit"
        >
          {isSubmitting || isLeaving ? t('submitting') : t('submit')}
        </Button>
      </form>
    </AuthCard>
  );
}
