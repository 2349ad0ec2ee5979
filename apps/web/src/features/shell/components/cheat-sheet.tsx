'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/ui/dialog.tsx';
import { Kbd } from '@/ui/kbd.tsx';

const groups = [
  [
    'groupList',
    [
      ['next', 'J'],
      ['previous', 'K'],
      ['open', 'Enter'],
      ['search', '/'],
    ],
  ],
  [
    'groupTicket',
    [
      ['accept', 'A'],
      ['transfer', 'T'],
      ['close', 'E'],
      ['reply', 'R'],
      ['note', 'N'],
      ['escape', 'Esc'],
    ],
  ],
  [
    'groupGo',
    [
      ['palette', 'Ctrl K'],
      ['tickets', 'G T'],
      ['dashboard', 'G D'],
      ['contacts', 'G C'],
      ['settings', 'G S'],
      ['help', '?'],
    ],
  ],
] as const;

export function CheatSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  return (
    <Dialog
      className="max-w-xl"
      closeLabel={t('common.close')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={t('shortcuts.title')}
    >
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {groups.map(([group, lines]) => (
          <section
            className={group === 'groupGo' ? 'sm:col-start-2 sm:row-span-2 sm:row-start-1' : undefined}
            key={group}
          >
            <h3 className="mb-1.5 font-semibold text-faint text-xs">{t(`shortcuts.${group}`)}</h3>
            <dl className="grid gap-1.5">
              {lines.map(([what, keys]) => (
                <div className="flex items-center justify-between gap-4" key={what}>
                  <dt>{t(`shortcuts.${what}`)}</dt>
                  <dd className="flex gap-1">
                    {keys.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
