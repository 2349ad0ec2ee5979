'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useTimes } from '@/lib/format/use-times.ts';

type GroupNotice = Extract<NonNullable<MessageView['details']>, { kind: 'group-notice' }>;
const namedAtMost = 3;
/** What reads otherwise when it is known who did it. */
const doneBySomebody = ['create', 'add', 'remove', 'promote', 'demote', 'subject', 'description', 'settings'] as const;

/** What happened in a group, told in the middle of its conversation. */
export function SystemLine({ message, notice }: { message: MessageView; notice: GroupNotice }) {
  const t = useTranslations('messages');
  const times = useTimes();
  const sentence = useSentence(message, notice);
  const time = times.clock(message.sentAt);
  return (
    <article
      aria-label={t('notice', { time })}
      className="flex justify-center py-1.5"
      data-message-id={message.id}
      tabIndex={-1}
    >
      <p
        className="max-w-[min(560px,90%)] rounded-full bg-line-soft px-3 py-1 text-center text-muted text-xs [overflow-wrap:anywhere]"
        dir="auto"
        title={times.full(message.sentAt)}
      >
        {sentence}
      </p>
    </article>
  );
}

function useSentence(message: MessageView, { notice, people, text }: GroupNotice): string {
  const t = useTranslations('messages.group');
  const nameOf = (address: string | null): string => {
    const known = message.people.find((person) => person.address === address);
    if (known?.isUs) return t('you');
    return known?.name ?? t('someone');
  };
  const addresses = people.map(({ lid, phone }) => lid ?? phone);
  const names = addresses.slice(0, namedAtMost).map(nameOf);
  const more = addresses.length - names.length;
  const who = more > 0 ? t('andMore', { people: names.join(', '), count: more }) : names.join(', ');
  const actor = actorOf(message, addresses);
  const values = { people: who || t('someone'), count: Math.max(1, addresses.length), text: text ?? '' };
  const by = doneBySomebody.find((kind) => kind === notice);
  if (!actor || !by) return t(notice, values);
  return t(`by.${by}`, { ...values, actor: actor === 'us' ? t('you') : actor });
}

/** Who did it, unless they did it to themselves or nobody said. */
function actorOf(message: MessageView, addresses: readonly (string | null)[]): string | null {
  if (message.direction === 'out') return 'us';
  const other = message.people.find((person) => !addresses.includes(person.address));
  if (other?.isUs) return 'us';
  const isOwnDoing = message.people.length === 1 && addresses.length === 1;
  return isOwnDoing ? null : (message.sender?.name ?? other?.name ?? null);
}
