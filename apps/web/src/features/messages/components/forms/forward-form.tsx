'use client';

import { useQuery } from '@tanstack/react-query';
import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { displayName } from '@/lib/format/phone.ts';
import { useTRPC } from '@/lib/trpc/context.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { notify } from '@/ui/notify.ts';
import { Spinner } from '@/ui/spinner.tsx';
import { useChanges } from '../../hooks/use-changes.ts';
import { maxForwards } from '../../message-rules.ts';

/** To whom a message is passed on: conversations that are open with whoever forwards, at most five. */
export function ForwardForm({ message, onDone }: { message: MessageView; onDone: () => void }) {
  const t = useTranslations('messages.changes');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const { forward } = useChanges();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const { data, isPending } = useQuery(
    trpc.tickets.list.queryOptions({ tab: 'mine', search: search.trim() || undefined, limit: 40 }),
  );
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(0, maxForwards));
  return (
    <form
      className="grid gap-3"
      onSubmit={async (event) => {
        event.preventDefault();
        setIsBusy(true);
        if (!(await forward(message, chosen))) return setIsBusy(false);
        notify({ text: t('forwarded', { count: chosen.length }) });
        onDone();
      }}
    >
      <Field hint={t('forwardHint', { max: maxForwards })} label={t('forwardSearch')}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            onChange={(event) => setSearch(event.target.value)}
            type="search"
            value={search}
          />
        )}
      </Field>
      <fieldset aria-label={t('forwardTo')} className="scroll-calm grid max-h-64 gap-0.5 overflow-y-auto">
        {isPending && <Spinner label={t('forwardLoading')} />}
        {data?.items.length === 0 && <p className="py-2 text-muted text-sm">{t('forwardNobody')}</p>}
        {data?.items.map((ticket) => (
          <label
            className="flex min-h-9 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover max-md:min-h-11"
            key={ticket.id}
          >
            <input
              checked={chosen.includes(ticket.id)}
              disabled={!chosen.includes(ticket.id) && chosen.length >= maxForwards}
              onChange={() => toggle(ticket.id)}
              type="checkbox"
            />
            {displayName(ticket.contact, common('unknown'))}
          </label>
        ))}
      </fieldset>
      <Button className="justify-self-end" disabled={chosen.length === 0 || isBusy} tone="primary" type="submit">
        {t('forwardNow', { count: chosen.length })}
      </Button>
    </form>
  );
}
