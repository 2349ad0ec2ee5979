'use client';

import type { ChannelState, ChannelView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { formatPhone } from '@/lib/format/phone.ts';
import { useTimes } from '@/lib/format/use-times.ts';
import { Pill } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { useChannelActions } from '../hooks/use-channels.ts';
import { ChannelStateText } from './channel-state.tsx';
import { LogOutDialog } from './log-out-dialog.tsx';
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
const hinted = ['disconnected', 'logged_out', 'replaced', 'banned'] as const;

export function ChannelRow({ channel, onPair }: { channel: ChannelView; onPair: () => void }) {
  const t = useTranslations('channels');
  const times = useTimes();
  const actions = useChannelActions();
  const [isLeaving, setIsLeaving] = useState(false);
  const { id, state } = channel;
  const isPaired = channel.phone !== null && state !== 'logged_out';
  const hint = hinted.find((known) => known === state);
  const connect = () => {
    actions.connect.mutate({ id });
    if (!isPaired) onPair();
  };
  return (
    <li
      aria-label={channel.name}
      className="grid items-center gap-x-4 gap-y-3 border-b p-4 last:border-b-0 md:grid-cols-[minmax(0,1fr)_170px_232px]"
    >
      <div className="min-w-0">
        <p className="flex items-center gap-2">
          <span className="truncate font-semibold">{channel.name}</span>
          {channel.queue && <Pill tone="accent">{channel.queue.name}</Pill>}
        </p>
        <p className="tabular text-muted text-sm">
          {[channel.phone && formatPhone(channel.phone), channel.profileName].filter(Boolean).join(' · ')}
        </p>
        <SyncState channel={channel} />
        {hint && <p className="text-muted text-sm">{t(`hints.${hint}`)}</p>}
      </div>
      <div>
        <ChannelStateText state={state} />
        <p className="tabular text-faint text-xs">
          {channel.completeUntil && state !== 'connected'
            ? t('completeUntil', { time: times.full(channel.completeUntil) })
            : t('since', { time: times.full(channel.stateChangedAt) })}
        </p>
      </div>
      <div className="flex gap-2 md:justify-end">
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
        {isPaired && (
          <Button className="text-danger hover:text-danger" onClick={() => setIsLeaving(true)} tone="ghost">
            {t('logout')}
          </Button>
        )}
      </div>
      {isLeaving && (
        <LogOutDialog
          name={channel.name}
          onClose={() => setIsLeaving(false)}
          onConfirm={() => {
            setIsLeaving(false);
            actions.logout.mutate({ id });
          }}
        />
      )}
    </li>
  );
}
