'use client';

import { ArrowLeft, Link2, Lock, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { useAllowed } from '@/lib/use-allowed.ts';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageHeader } from '@/ui/page-header.tsx';
import { patiently } from '@/ui/patiently.ts';
import { Skeleton } from '@/ui/skeleton.tsx';
import { useChannelActions, useChannels } from '../hooks/use-channels.ts';
import { ChannelRow } from './channel-row.tsx';
import { LogOutDialog } from './log-out-dialog.tsx';
import { NewChannelDialog } from './new-channel-dialog.tsx';
import { QrDialog } from './qr-dialog.tsx';

const ChannelSheet = dynamic(
  () => patiently(() => import('./channel-sheet.tsx')).then((module) => module.ChannelSheet),
  { ssr: false },
);

export function ChannelsPage() {
  const t = useTranslations();
  const isAllowed = useAllowed()('channel:manage');
  const [isCreating, setIsCreating] = useState(false);
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        actions={
          isAllowed && (
            <Button className="max-md:px-3" onClick={() => setIsCreating(true)} tone="primary">
              <Plus aria-hidden="true" size={16} />
              <span className="max-md:sr-only">{t('channels.new')}</span>
            </Button>
          )
        }
        back={
          <Button asChild className="-ml-2" size="icon" tone="ghost">
            <Link aria-label={t('common.back')} href="/settings">
              <ArrowLeft size={18} />
            </Link>
          </Button>
        }
        status={<LivePill />}
        title={t('channels.title')}
      />
      {isAllowed ? (
        <ChannelList
          isCreating={isCreating}
          onCreate={() => setIsCreating(true)}
          onCreated={() => setIsCreating(false)}
        />
      ) : (
        <EmptyState icon={<Lock size={20} />} text={t('channels.forbiddenText')} title={t('channels.forbiddenTitle')} />
      )}
    </div>
  );
}

interface ChannelListProps {
  isCreating: boolean;
  onCreate: () => void;
  onCreated: () => void;
}

function ChannelList({ isCreating, onCreate, onCreated }: ChannelListProps) {
  const t = useTranslations('channels');
  const channels = useChannels().data;
  const [pairingId, setPairingId] = useState<string | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const [leavingId, setLeavingId] = useState<string | null>(null);
  const { logout } = useChannelActions();
  const of = (id: string | null) => channels?.find((channel) => channel.id === id);
  const [pairing, open, leaving] = [of(pairingId), of(openId), of(leavingId)];
  return (
    <div className="scroll-calm min-h-0 flex-1 overflow-y-auto p-4 md:p-6">
      <div className="mx-auto h-full max-w-3xl">
        {channels?.length !== 0 && <p className="mb-4 text-muted">{t('description')}</p>}
        {!channels && <Skeleton className="h-40 rounded-xl" />}
        {channels?.length === 0 && (
          <EmptyState
            action={<Button onClick={onCreate}>{t('new')}</Button>}
            icon={<Link2 size={20} />}
            text={t('emptyText')}
            title={t('emptyTitle')}
          />
        )}
        <ul aria-label={t('list')} className="rounded-xl border bg-panel empty:hidden">
          {channels?.map((channel) => (
            <ChannelRow
              channel={channel}
              key={channel.id}
              onLeave={() => setLeavingId(channel.id)}
              onOpen={() => setOpenId(channel.id)}
              onPair={() => setPairingId(channel.id)}
            />
          ))}
        </ul>
      </div>
      {isCreating && (
        <NewChannelDialog
          onClose={onCreated}
          onCreated={(channel) => {
            onCreated();
            setPairingId(channel.id);
          }}
        />
      )}
      {open && <ChannelSheet channel={open} onClose={() => setOpenId(null)} />}
      {leaving && (
        <LogOutDialog
          name={leaving.name}
          onClose={() => setLeavingId(null)}
          onConfirm={() => {
            setLeavingId(null);
            logout.mutate({ id: leaving.id });
          }}
        />
      )}
      {pairing && <QrDialog channel={pairing} onClose={() => setPairingId(null)} />}
    </div>
  );
}
