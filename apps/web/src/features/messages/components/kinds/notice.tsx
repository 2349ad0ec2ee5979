'use client';

import type { MessageDetails, MessageView } from '@tiktickets/core/contracts';
import { CircleDashed, Images, Phone, PhoneMissed, Users, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { formatPhone } from '@/lib/format/phone.ts';
import { KindIcon } from '../kind-icon.tsx';
import { MessageText } from '../message-text.tsx';

/** What is no content of its own: calls, changes of a group, and what cannot be shown here. */
export function Notice({ message }: { message: MessageView }) {
  const t = useTranslations('messages');
  const { details } = message;
  switch (details?.kind) {
    case 'call':
      return <Call details={details} />;
    case 'group-notice':
      return <GroupNotice details={details} />;
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

type GroupDetails = Extract<MessageDetails, { kind: 'group-notice' }>;
const named = 3;

function GroupNotice({ details }: { details: GroupDetails }) {
  const t = useTranslations('messages.group');
  const people = details.people.slice(0, named).map(({ phone }) => (phone ? formatPhone(phone) : t('someone')));
  const more = details.people.length - people.length;
  const who = more > 0 ? t('andMore', { people: people.join(', '), count: more }) : people.join(', ');
  return (
    <p className="flex items-center gap-1.5 text-muted text-xs" dir="auto">
      <Users aria-hidden="true" className="shrink-0" size={13} />
      <span className="[overflow-wrap:anywhere]">
        {t(details.notice, {
          people: who || t('someone'),
          count: Math.max(1, details.people.length),
          text: details.text ?? '',
        })}
      </span>
    </p>
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
