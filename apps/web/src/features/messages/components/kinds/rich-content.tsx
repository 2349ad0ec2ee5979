'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { MessageText } from '../message-text.tsx';
import { Choices } from './choices.tsx';
import { ContactCards } from './contact-cards.tsx';
import { FileContent } from './file-content.tsx';
import { LinkCard } from './link-card.tsx';
import { Notice } from './notice.tsx';
import { Place } from './place.tsx';
import { Poll, PollVote } from './poll.tsx';

/** Every kind but plain words. */
export function RichContent({ message }: { message: MessageView }) {
  const { details, body } = message;
  if (message.media) return <FileContent media={message.media} message={message} />;
  switch (details?.kind) {
    case 'location':
      return <Place details={details} />;
    case 'contacts':
      return <ContactCards contacts={details.contacts} />;
    case 'poll':
      return <Poll details={details} votes={message.votes} />;
    case 'poll-vote':
      return <PollVote options={details.options} />;
    case 'choices':
      return <Choices body={body} details={details} />;
    case 'choice-made':
      return <Chosen text={details.text} />;
    case 'link':
      return <LinkCard body={body ?? ''} details={details} />;
    default:
      return <Notice message={message} />;
  }
}

function Chosen({ text }: { text: string }) {
  const t = useTranslations('messages');
  return (
    <>
      <p className="text-muted text-xs">{t('choiceMade')}</p>
      <MessageText text={text} />
    </>
  );
}
