'use client';

import type { DemoPhones } from '@tiktickets/core/contracts';
import { QrCode } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { Button } from '@/ui/button.tsx';
import { PageHeader } from '@/ui/page-header.tsx';
import { useDemoActions, useDemoPhones } from '../hooks/use-demo-phones.ts';
import { Phone } from './phone.tsx';
import { TypeCode } from './type-code.tsx';

export function DemoPhonesPage() {
  const t = useTranslations('demo');
  const data = useDemoPhones();
  return (
    <div className="flex h-full flex-col">
      <PageHeader actions={<ScanButton waiting={data?.waiting ?? []} />} status={<LivePill />} title={t('title')} />
      <div className="scroll-calm min-h-0 flex-1 overflow-y-auto p-4 md:p-6">
        <p className="mb-4 max-w-2xl text-muted">{t('description')}</p>
        {data?.waitingForCode.map((channel) => (
          <TypeCode channel={channel} key={channel.channelId} />
        ))}
        <ul aria-label={t('list')} className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3 2xl:grid-cols-4">
          {data?.phones.map((phone) => (
            <Phone key={phone.phone} phone={phone} />
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Holds a phone in front of every code that waits; with more than one, each gets its own button. */
function ScanButton({ waiting }: { waiting: DemoPhones['waiting'] }) {
  const t = useTranslations('demo');
  const { scan } = useDemoActions();
  if (waiting.length > 1) {
    return waiting.map(({ channelId, name }) => (
      <Button disabled={scan.isPending} key={channelId} onClick={() => scan.mutate({ channelId })} tone="primary">
        <QrCode aria-hidden="true" size={16} />
        {t('scanFor', { name })}
      </Button>
    ));
  }
  const only = waiting[0];
  return (
    <Button
      disabled={!only || scan.isPending}
      onClick={() => only && scan.mutate({ channelId: only.channelId })}
      title={only ? only.name : t('scanNone')}
      tone="primary"
    >
      <QrCode aria-hidden="true" size={16} />
      {t('scan')}
    </Button>
  );
}
