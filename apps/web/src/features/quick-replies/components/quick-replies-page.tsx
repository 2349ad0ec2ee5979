'use client';

import type { QuickReplyView } from '@tiktickets/core/contracts';
import { ArrowLeft, Plus, Zap } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { Pill } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageHeader } from '@/ui/page-header.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { useQuickReplies } from '../hooks/use-quick-replies.ts';
import { QuickReplySheet } from './quick-reply-sheet.tsx';

export function QuickRepliesPage() {
  const t = useTranslations();
  const { data } = useQuickReplies();
  const [edited, setEdited] = useState<QuickReplyView | 'new' | null>(null);
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        actions={
          <Button className="max-md:px-3" onClick={() => setEdited('new')} tone="primary">
            <Plus aria-hidden="true" size={16} />
            <span className="max-md:sr-only">{t('quickReplies.new')}</span>
          </Button>
        }
        back={
          <Button asChild className="-ml-2" size="icon" tone="ghost">
            <Link aria-label={t('common.back')} href="/settings">
              <ArrowLeft size={18} />
            </Link>
          </Button>
        }
        status={<LivePill />}
        title={t('quickReplies.title')}
      />
      <div className="scroll-calm min-h-0 flex-1 overflow-y-auto p-4 md:p-6">
        <div className="mx-auto h-full max-w-3xl">
          {data?.length !== 0 && <p className="mb-4 text-muted">{t('quickReplies.description')}</p>}
          {!data && <Skeleton className="h-40 rounded-xl" />}
          {data?.length === 0 && (
            <EmptyState
              action={<Button onClick={() => setEdited('new')}>{t('quickReplies.new')}</Button>}
              icon={<Zap size={20} />}
              text={t('quickReplies.description')}
              title={t('quickReplies.emptyTitle')}
            />
          )}
          <ul aria-label={t('quickReplies.title')} className="rounded-xl border bg-panel empty:hidden">
            {data?.map((reply) => (
              <Row key={reply.id} onOpen={() => setEdited(reply)} reply={reply} />
            ))}
          </ul>
        </div>
      </div>
      {edited && <QuickReplySheet onClose={() => setEdited(null)} reply={edited === 'new' ? null : edited} />}
    </div>
  );
}

function Row({ reply, onOpen }: { reply: QuickReplyView; onOpen: () => void }) {
  const t = useTranslations('quickReplies');
  return (
    <li className="border-b last:border-b-0">
      <button
        className="-outline-offset-2 grid w-full gap-0.5 px-4 py-3 text-left hover:bg-hover"
        onClick={onOpen}
        type="button"
      >
        <span className="flex items-center gap-2">
          <span className="font-semibold">/{reply.shortcut}</span>
          <Pill>{reply.queue?.name ?? t(`scopes.${reply.scope}`)}</Pill>
          <span className="tabular ml-auto text-faint text-xs">{t('uses', { count: reply.useCount })}</span>
        </span>
        <span className="truncate text-muted text-sm">{reply.body}</span>
      </button>
    </li>
  );
}
