'use client';

import type { MessageDetails, MessageView } from '@tiktickets/core/contracts';
import { CircleDashed, Images, Phone, PhoneMissed, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { KindIcon } from '../kind-icon.tsx';
import { MessageText } from '../message-text.tsx';

/** What is no content of its own: calls, and what cannot be shown here. */
export function Notice({ message }: { message: MessageView }) {
  const t = useTranslations('messages');
  const { details } = message;
  switch (details?.kind) {
    case 'call':
      return <Call details={details} />;
    case 'view-once':
      return <Line icon={<CircleDashed size={16} />} text={t('viewOnceText')} title={t('viewOnce')} />;
    case 'album':
      return (
        <Line icon={<Images size={16} />} title={t('album', { images: details.images, videos: details.videos })} />
      );
    default:
      return <Unknown message={message} />;
  }
}

type CallDetails = Extract<MessageDetails, { kind: 'call' }>;

function Call({ details }: { details: CallDetails }) {
  const t = useTranslations('messages.call');
  const wasMissed = details.outcome === 'missed' || details.outcome === 'rejected';
  const Icon = details.isVideo ? Video : Phone;
  return (
    <Line
      icon={wasMissed ? <PhoneMissed size={16} /> : <Icon size={16} />}
      text={t(details.outcome)}
      title={t(details.isVideo ? 'video' : 'voice')}
    />
  );
}

function Unknown({ message }: { message: MessageView }) {
  const t = useTranslations('messages');
  const { kind, rawKind, body } = message;
  const title = (
    <>
      {t(`kinds.${kind}`)}
      {rawKind && <span className="ml-1.5 font-mono font-normal text-2xs text-faint">{rawKind}</span>}
    </>
  );
  const text = body ? <MessageText text={body} /> : t(kind === 'undecryptable' ? 'undecryptable' : 'placeholder');
  return <Line icon={<KindIcon kind={kind} sizePx={16} />} text={text} title={title} />;
}

function Line({ icon, title, text }: { icon: ReactNode; title: ReactNode; text?: ReactNode }) {
  return (
    <div className="flex items-center gap-2.5 py-0.5">
      <span aria-hidden="true" className="grid size-8 shrink-0 place-items-center rounded-full bg-panel text-muted">
        {icon}
      </span>
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {text && <div className="text-muted text-xs">{text}</div>}
      </div>
    </div>
  );
}
