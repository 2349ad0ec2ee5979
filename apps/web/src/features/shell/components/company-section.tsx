'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CompanyView } from '@tiktickets/core/contracts';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '@/lib/live/desk-provider.tsx';

const choices = ['keep', 'hide'] as const;
const megabyte = 2 ** 20;

/** What holds for the whole company: what people see of deleted messages; and how much it keeps. */
export function CompanySection() {
  const t = useTranslations('settings.companyRules');
  const format = useFormatter();
  const { trpc } = useDesk();
  const queryClient = useQueryClient();
  const settings = useQuery(trpc.company.settings.queryOptions());
  const [asked, setAsked] = useState<CompanyView['deletedMessages'] | null>(null);
  const update = useMutation(
    trpc.company.update.mutationOptions({
      onSuccess: (view) => queryClient.setQueryData(trpc.company.settings.queryKey(), view),
      onSettled: () => setAsked(null),
    }),
  );
  if (!settings.data) return null;
  const { deletedMessages, storage } = settings.data;
  const chosen = asked ?? deletedMessages;
  return (
    <section className="rounded-xl border bg-panel p-4">
      <h2 className="font-semibold">{t('title')}</h2>
      <fieldset className="mt-2 grid gap-1.5" disabled={update.isPending}>
        <legend className="mb-1 text-muted text-sm">{t('deleted')}</legend>
        {choices.map((choice) => (
          <label
            className="flex items-start gap-2.5 rounded-md px-1 py-1.5 hover:bg-hover max-md:min-h-11"
            key={choice}
          >
            <input
              checked={chosen === choice}
              className="mt-0.5 size-4 accent-accent"
              name="deleted-messages"
              onChange={() => {
                setAsked(choice);
                update.mutate({ deletedMessages: choice });
              }}
              type="radio"
            />
            <span>
              <span className="block font-medium">{t(`${choice}.label`)}</span>
              <span className="block text-muted text-sm">{t(`${choice}.text`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p className="mt-1 min-h-5 text-sm" role="status">
        {update.isSuccess && <span className="text-muted">{t('saved')}</span>}
        {update.isError && <span className="text-danger">{t('failed')}</span>}
      </p>
      <p className="tabular text-muted text-sm">
        {t('storage', {
          files: storage.files,
          megabytes: format.number(storage.bytes / megabyte, { maximumFractionDigits: 1 }),
        })}
      </p>
    </section>
  );
}
