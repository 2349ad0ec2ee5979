'use client';

import { Inbox } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Avatar } from '@/ui/avatar.tsx';

export interface TransferTarget {
  kind: 'queue' | 'agent';
  id: string;
  name: string;
}

interface TransferTargetsProps {
  targets: readonly TransferTarget[];
  search: string;
  chosen: TransferTarget | null;
  onChoose: (target: TransferTarget) => void;
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Queues, then people, as one group of radio buttons: the arrow keys move through both. */
export function TransferTargets({ targets, search, chosen, onChoose }: TransferTargetsProps) {
  const t = useTranslations('tickets');
  const found = targets.filter((target) => plain(target.name).includes(plain(search.trim())));
  const groups = [
    { kind: 'queue', label: t('transferQueues') },
    { kind: 'agent', label: t('transferPeople') },
  ] as const;
  return (
    <fieldset className="scroll-calm -mx-1 max-h-64 overflow-y-auto px-1">
      <legend className="sr-only">{t('transferTo')}</legend>
      {found.length === 0 && <p className="py-4 text-center text-muted text-sm">{t('transferNobody')}</p>}
      {groups.map(({ kind, label }) => {
        const members = found.filter((target) => target.kind === kind);
        if (members.length === 0) return null;
        return (
          <div key={kind}>
            <p className="pt-1 pb-1 font-semibold text-faint text-xs">{label}</p>
            {members.map((target) => (
              <label
                className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2 text-sm hover:bg-line-soft has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:min-h-11"
                key={target.id}
              >
                <input
                  checked={chosen?.id === target.id}
                  className="sr-only"
                  name="target"
                  onChange={() => onChoose(target)}
                  type="radio"
                />
                {kind === 'queue' ? (
                  <span aria-hidden="true" className="grid size-6 place-items-center text-muted">
                    <Inbox size={16} />
                  </span>
                ) : (
                  <Avatar name={target.name} sizePx={24} />
                )}
                <span className="min-w-0 flex-1 truncate">{target.name}</span>
              </label>
            ))}
          </div>
        );
      })}
    </fieldset>
  );
}
