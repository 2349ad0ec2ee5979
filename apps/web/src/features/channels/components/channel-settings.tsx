'use client';

import { type ChannelView, updateChannelInput } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { appError } from '@/lib/trpc/errors.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { notify } from '@/ui/notify.ts';
import { Select } from '@/ui/select.tsx';
import { useChannelActions, useQueues } from '../hooks/use-channels.ts';
import { draftOf, inputOf } from '../settings-draft.ts';
import { ArchiveChannel } from './archive-channel.tsx';
import { Switch } from './switch.tsx';

const minuteS = 60;
/** Fields that the server may find fault with, each with its own sentence. */
const checked = ['name', 'reopenWindowS', 'historyDays', 'callText', 'ratePerMinute', 'burst', 'proxyUrl'] as const;

export function ChannelSettingsForm({ channel, onArchived }: { channel: ChannelView; onArchived: () => void }) {
  const t = useTranslations('channels');
  const queues = useQueues();
  const { update } = useChannelActions();
  const [draft, setDraft] = useState(() => draftOf(channel));
  const [wrongField, setWrongField] = useState<string | null>(null);
  const set = (part: Partial<typeof draft>) => setDraft((held) => ({ ...held, ...part }));
  const problem = (field: (typeof checked)[number]) => (wrongField === field ? t(`wrong.${field}`) : undefined);
  const isOtherTrouble = wrongField !== null && !checked.some((field) => field === wrongField);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = updateChannelInput.safeParse(inputOf(channel, draft));
    setWrongField(input.success ? null : String(input.error.issues[0]?.path[0]));
    if (!input.success) return;
    update.mutate(input.data, {
      onSuccess() {
        set({ proxyUrl: '', isProxyRemoved: false });
        notify({ text: t('saved') });
      },
      onError: (error) => setWrongField(appError(error)?.field ?? 'other'),
    });
  };
  return (
    <form className="grid gap-4" noValidate onSubmit={submit}>
      <Field {...errorOf(problem('name'))} label={t('name')}>
        {(control) => (
          <Input
            {...control}
            maxLength={60}
            onChange={(event) => set({ name: event.target.value })}
            value={draft.name}
          />
        )}
      </Field>
      <Field label={t('color')}>
        {(control) => (
          <input
            {...control}
            className="h-9 w-16 rounded-md border bg-panel p-1"
            onChange={(event) => set({ color: event.target.value })}
            type="color"
            value={draft.color}
          />
        )}
      </Field>
      <Field label={t('queue')}>
        {(control) => (
          <Select {...control} onChange={(event) => set({ queueId: event.target.value })} value={draft.queueId}>
            <option value="">{t('noQueue')}</option>
            {queues.map((queue) => (
              <option key={queue.id} value={queue.id}>
                {queue.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <NumberField
        error={problem('reopenWindowS')}
        hint={t('reopenHint')}
        label={t('reopenWindow')}
        onChange={(minutes) => set({ reopenWindowS: minutes * minuteS })}
        value={Math.round(draft.reopenWindowS / minuteS)}
      />
      <NumberField
        error={problem('historyDays')}
        hint={t('historyHint')}
        label={t('historyDays')}
        onChange={(historyDays) => set({ historyDays })}
        value={draft.historyDays}
      />
      <Switch isOn={draft.takesGroups} label={t('takesGroups')} onChange={(takesGroups) => set({ takesGroups })} />
      <Switch isOn={draft.readReceipts} label={t('readReceipts')} onChange={(readReceipts) => set({ readReceipts })} />
      <Field label={t('callPolicy')}>
        {(control) => (
          <Select
            {...control}
            onChange={(event) => set({ callPolicy: event.target.value === 'reject' ? 'reject' : 'ignore' })}
            value={draft.callPolicy}
          >
            <option value="ignore">{t('callIgnore')}</option>
            <option value="reject">{t('callReject')}</option>
          </Select>
        )}
      </Field>
      {draft.callPolicy === 'reject' && (
        <Field {...errorOf(problem('callText'))} hint={t('callTextHint')} label={t('callText')}>
          {(control) => (
            <textarea
              {...control}
              className="min-h-20 rounded-md border bg-panel p-2 text-sm max-md:text-base"
              maxLength={1000}
              onChange={(event) => set({ callText: event.target.value })}
              value={draft.callText}
            />
          )}
        </Field>
      )}
      <div className="grid grid-cols-2 gap-4">
        <NumberField
          error={problem('ratePerMinute')}
          label={t('ratePerMinute')}
          onChange={(ratePerMinute) => set({ ratePerMinute })}
          value={draft.ratePerMinute}
        />
        <NumberField
          error={problem('burst')}
          label={t('burst')}
          onChange={(burst) => set({ burst })}
          value={draft.burst}
        />
      </div>
      <Field
        {...errorOf(problem('proxyUrl'))}
        hint={channel.settings.proxy ? t('proxyNow', { proxy: channel.settings.proxy }) : t('proxyHint')}
        label={t('proxy')}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            disabled={draft.isProxyRemoved}
            onChange={(event) => set({ proxyUrl: event.target.value })}
            placeholder="socks5://usuario:senha@servidor:1080"
            spellCheck={false}
            value={draft.proxyUrl}
          />
        )}
      </Field>
      {channel.settings.proxy && (
        <Switch
          isOn={draft.isProxyRemoved}
          label={t('proxyRemove')}
          onChange={(isProxyRemoved) => set({ isProxyRemoved })}
        />
      )}
      {isOtherTrouble && (
        <p className="text-danger text-sm" role="alert">
          {t('failed')}
        </p>
      )}
      <div className="flex justify-end">
        <Button disabled={update.isPending} tone="primary" type="submit">
          {t('save')}
        </Button>
      </div>
      <ArchiveChannel channel={channel} onArchived={onArchived} />
    </form>
  );
}

const errorOf = (error: string | undefined) => (error ? { error } : {});

interface NumberFieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: number;
  onChange: (value: number) => void;
}

function NumberField({ label, hint, error, value, onChange }: NumberFieldProps) {
  return (
    <Field {...errorOf(error)} {...(hint ? { hint } : {})} label={label}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          min={0}
          onChange={(event) => onChange(Math.max(0, Math.trunc(event.target.valueAsNumber || 0)))}
          type="number"
          value={value}
        />
      )}
    </Field>
  );
}
