'use client';

import type { AppRouter } from '@tiktickets/api';
import { type SetUpInput, setUpInput } from '@tiktickets/core/contracts';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { hasCode } from '@/lib/trpc/errors.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { signInWith } from '../sign-in.ts';
import { zodResolver } from '../zod-resolver.ts';
import { AuthCard, FormAlert } from './auth-card.tsx';

export function SetUpForm() {
  const t = useTranslations('setup');
  const [problem, setProblem] = useState<'alreadyDone' | 'unavailable' | null>(null);
  const form = useForm({
    resolver: zodResolver<SetUpInput>(setUpInput),
    defaultValues: { companyName: '', name: '', email: '', password: '' },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    const client = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/api/trpc' })] });
    try {
      await client.setup.create.mutate(input);
    } catch (error) {
      setProblem(hasCode(error, 'conflict') || hasCode(error, 'forbidden') ? 'alreadyDone' : 'unavailable');
      return;
    }
    const outcome = await signInWith(input);
    window.location.assign(outcome === 'ok' ? '/settings/channels' : '/login');
  });
  const textError = (type: string | undefined) => type && t(type === 'too_big' ? 'tooLong' : 'required');
  return (
    <AuthCard subtitle={t('subtitle')} title={t('title')}>
      <form className="grid gap-4" noValidate onSubmit={(event) => void submit(event)}>
        {problem && <FormAlert>{t(problem)}</FormAlert>}
        <Field error={textError(errors.companyName?.type)} label={t('companyName')}>
          {(control) => <Input autoComplete="organization" autoFocus {...control} {...form.register('companyName')} />}
        </Field>
        <Field error={textError(errors.name?.type)} label={t('name')}>
          {(control) => <Input autoComplete="name" {...control} {...form.register('name')} />}
        </Field>
        <Field error={errors.email && t('emailInvalid')} label={t('email')}>
          {(control) => (
            <Input autoComplete="username" inputMode="email" type="email" {...control} {...form.register('email')} />
          )}
        </Field>
        <Field error={errors.password && t('passwordShort')} hint={t('passwordHint')} label={t('password')}>
          {(control) => (
            <Input autoComplete="new-password" type="password" {...control} {...form.register('password')} />
          )}
        </Field>
        <Button className="mt-1" disabled={isSubmitting} size="lg" tone="primary" type="submit">
          {isSubmitting ? t('submitting') : t('submit')}
        </Button>
      </form>
    </AuthCard>
  );
}
