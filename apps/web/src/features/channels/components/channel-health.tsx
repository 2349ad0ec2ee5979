'use client';

import type { ChannelView } from '@tiktickets/core/contracts';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { hintOf } from '../channel-words.ts';
import { useIncidents } from '../hooks/use-channels.ts';
import { ChannelStateText } from './channel-state.tsx';

const secondMs = 1_000;

export function ChannelHealthPanel({ channel }: { channel: ChannelView }) {
  const t = useTranslations('channels');
  const times = useTimes();
  const { health, restriction, gap } = channel;
  const moment = (at: string | null) => (at === null ? t('never') : times.exact(at));
  return (
    <div className="grid gap-5">
      <div>
        <ChannelStateText state={channel.state} />
        <p className="mt-1 text-muted text-sm">{t(hintOf(channel))}</p>
        {channel.alerts.map(({ kind, since }) => (
          <p className="mt-2 flex items-start gap-1.5 text-danger text-sm" key={kind}>
            <TriangleAlert aria-hidden="true" className="mt-0.5 shrink-0" size={14} />
            <span>
              {t(`alerts.${kind}`)}{' '}
              <span className="tabular text-muted">{t('since', { time: times.full(since) })}</span>
            </span>
          </p>
        ))}
      </div>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-2 text-sm">
        <Fact name={t('complete')}>{moment(channel.completeUntil)}</Fact>
        <Fact name={t('lastInbound')}>{moment(health.lastInboundAt)}</Fact>
        <Fact name={t('lastOutbound')}>{moment(health.lastOutboundAt)}</Fact>
        <Fact name={t('reconnects24')}>{health.reconnects}</Fact>
        <Fact name={t('undecryptable24')}>{health.undecryptable}</Fact>
        <Fact name={t('refused24')}>{health.refused}</Fact>
        <Fact name={t('lag')}>{t('seconds', { count: Math.round(health.ingestLagMs / secondMs) })}</Fact>
        <Fact name={t('restriction')}>
          {restriction
            ? t('restrictedUntil', { time: restriction.until ? times.full(restriction.until) : t('never') })
            : t('none')}
        </Fact>
        {gap && <Fact name={t('gapLabel')}>{gap.messages}</Fact>}
      </dl>
      <Incidents channel={channel} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="tabular text-right">{children}</dd>
    </>
  );
}

function Incidents({ channel }: { channel: ChannelView }) {
  const t = useTranslations('channels');
  const times = useTimes();
  const incidents = useIncidents(channel);
  return (
    <section>
      <h3 className="mb-2 font-semibold text-sm">{t('incidents')}</h3>
      {incidents?.length === 0 && <p className="text-muted text-sm">{t('noIncidents')}</p>}
      <ul className="grid gap-2">
        {incidents?.map((incident) => (
          <li className="border-l-2 pl-3 text-sm" key={incident.id}>
            <p>{t(hintOf(incident))}</p>
            <p className="tabular text-faint text-xs">
              {times.full(incident.startedAt)} – {incident.endedAt ? times.full(incident.endedAt) : t('stillOpen')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
