'use client';

import { useQuery } from '@tanstack/react-query';
import type { TicketFilters } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useTRPC } from '@/lib/trpc/context.ts';
import { useAllowed } from '@/lib/use-allowed.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import { useTicketRoute } from '../hooks/use-ticket-route.ts';
import { FilterButton } from './filter-button.tsx';

export function FilterPopover() {
  const t = useTranslations('tickets');
  const trpc = useTRPC();
  const allowed = useAllowed();
  const { route, go } = useTicketRoute();
  const { filters } = route;
  const queues = useQuery(trpc.team.queues.queryOptions()).data ?? [];
  const seesAll = allowed('ticket:read-unqueued');
  const people = useQuery(trpc.team.colleagues.queryOptions(undefined, { enabled: seesAll })).data ?? [];
  const channels =
    useQuery(trpc.channels.list.queryOptions(undefined, { enabled: allowed('channel:read') })).data ?? [];
  const count = Object.keys(filters).length;
  const change = (key: 'queueId' | 'userId' | 'channelId', value: string) => {
    const { [key]: _, ...others } = filters;
    go({ filters: value ? { ...others, [key]: value } : others }, 'replace');
  };
  const toggleUnread = () => {
    const { isUnread, ...others } = filters;
    go({ filters: isUnread ? others : { ...others, isUnread: true } }, 'replace');
  };
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>
        <FilterButton count={count} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          aria-label={t('filters')}
          className="z-50 grid w-72 animate-appear gap-3 rounded-lg border bg-panel p-3.5 shadow-floating"
          collisionPadding={8}
          sideOffset={6}
        >
          <Choice label={t('filterQueue')} name="queueId" onChange={change} options={queues} value={filters} />
          {people.length > 0 && (
            <Choice label={t('filterAgent')} name="userId" onChange={change} options={people} value={filters} />
          )}
          {channels.length > 0 && (
            <Choice label={t('filterChannel')} name="channelId" onChange={change} options={channels} value={filters} />
          )}
          <label className="flex min-h-8 items-center gap-2 text-sm max-md:min-h-11">
            <input
              checked={filters.isUnread ?? false}
              className="size-4 accent-accent"
              onChange={toggleUnread}
              type="checkbox"
            />
            {t('filterUnread')}
          </label>
          <Button disabled={count === 0} onClick={() => go({ filters: {} }, 'replace')}>
            {t('filterClear')}
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ChoiceProps {
  label: string;
  name: 'queueId' | 'userId' | 'channelId';
  value: TicketFilters;
  options: readonly { id: string; name: string }[];
  onChange: (name: ChoiceProps['name'], value: string) => void;
}

function Choice({ label, name, value, options, onChange }: ChoiceProps) {
  const t = useTranslations('tickets');
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} onChange={(event) => onChange(name, event.target.value)} value={value[name] ?? ''}>
          <option value="">{t('filterAll')}</option>
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
