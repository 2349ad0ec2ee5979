'use client';

import type { ChannelState, ChannelView } from '@tiktickets/core/contracts';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { formatPhone } from '@/lib/format/phone.ts';
import { useTimes } from '@/lib/format/use-times.ts';
import { Pill } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { hintOf } from '../channel-words.ts';
import { useChannelActions } from '../hooks/use-channels.ts';
import { ChannelStateText } from './channel-state.tsx';
import { SyncState } from './sync-state.tsx';

const isWorking: Record<ChannelState, boolean> = {
  disconnected: false,
  connecting: true,
  qr: true,
  pairing: true,
  connected: true,
  reconnecting: true,
  logged_out: false,
  replaced: false,
  banned: false,
};

interface ChannelRowProps {
  channel: ChannelView;
  onPair: () => void;
  onOpen: () => void;
  onLeave: () => void;
}

export function ChannelRow({ channel, onPair, onOpen, onLeave }: ChannelRowProps) {
  const t = useTranslations('channels');
  const times = useTimes();
  const actions = useChannelActions();
  const { id, state } = channel;
  const isPaired = channel.phone !== null && state !== 'logged_out';
  const connect = () => {
    actions.connect.mutate({ id });
    if (!isPaired) onPair();
  };
  return (
    <li
      aria-label={channel.name}
      className="grid items-start gap-x-4 gap-y-3 border-b p-4 last:border-b-0 md:grid-cols-[minmax(0,1fr)_190px]"
    >
      <div className="min-w-0">
        <p className="flex items-center gap-2">
          <span aria-hidden="true" className="size-2.5 shrink-0 rounded-full" style={{ background: channel.color }} />
          <span className="truncate font-semibold">{channel.name}</span>
          {channel.queue && <Pill tone="accent">{channel.queue.name}</Pill>}
        </p>
        <p className="tabular text-muted text-sm">
          {[channel.phone && formatPhone(channel.phone), channel.profileName].filter(Boolean).join(' · ')}
        </p>
        <ChannelNotes channel={channel} />
      </div>
      <div>
        <ChannelStateText state={state} />
        <p className="tabular text-faint text-xs">
          {channel.completeUntil
            ? t('completeUntil', { time: times.exact(channel.completeUntil) })
            : t('since', { time: times.full(channel.stateChangedAt) })}
        </p>
      </div>
      <div className="flex flex-wrap gap-2 md:col-span-2">
        {state === 'qr' && <Button onClick={onPair}>{t('showQr')}</Button>}
        {!isWorking[state] && (
          <Button disabled={actions.connect.isPending} onClick={connect} tone="primary">
            {t('connect')}
          </Button>
        )}
        {isWorking[state] && (
          <Button disabled={actions.disconnect.isPending} onClick={() => actions.disconnect.mutate({ id })}>
            {t('disconnect')}
          </Button>
        )}
        <Button onClick={onOpen}>{t('details')}</Button>
        {isPaired && (
          <Button className="text-danger hover:text-danger" onClick={onLeave}>
            {t('logout')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** How it is and what to do, in sentences; then its health in one line. */
function ChannelNotes({ channel }: { channel: ChannelView }) {
  const t = useTranslations('channels');
  const times = useTimes();
  const { health, alerts } = channel;
  return (
    <>
      {channel.state !== 'connected' && <p className="text-muted text-sm">{t(hintOf(channel))}</p>}
      {alerts.map(({ kind }) => (
        <p className="mt-1 flex items-start gap-1.5 text-danger text-sm" key={kind}>
          <TriangleAlert aria-hidden="true" className="mt-0.5 shrink-0" size={14} />
          {t(`alerts.${kind}`)}
        </p>
      ))}
      <SyncState channel={channel} />
      {(health.lastInboundAt || health.reconnects > 0) && (
        <p className="tabular text-faint text-xs">
          {[
            health.lastInboundAt && t('lastIn', { time: times.brief(health.lastInboundAt) }),
            health.reconnects > 0 && t('reconnects', { count: health.reconnects }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </>
  );
}
