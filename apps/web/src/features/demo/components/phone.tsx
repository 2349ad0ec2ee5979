'use client';

import type { DemoPhone } from '@tiktickets/core/contracts';
import { SendHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { DeliveryIcon } from '@/features/messages/index.ts';
import { formatPhone } from '@/lib/format/phone.ts';
import { useTimes } from '@/lib/format/use-times.ts';
import { Avatar } from '@/ui/avatar.tsx';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { Input } from '@/ui/input.tsx';
import { useDemoActions } from '../hooks/use-demo-phones.ts';

export function Phone({ phone }: { phone: DemoPhone }) {
  const t = useTranslations('demo');
  const { send, typing, read } = useDemoActions();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    send.mutate({ phone: phone.phone, text }, { onError: () => setText(text) });
    setText('');
  };
  return (
    <li className="flex h-[420px] flex-col overflow-hidden rounded-2xl border bg-panel">
      <header className="flex items-center gap-2.5 border-b px-3.5 py-2.5">
        <Avatar name={phone.name} sizePx={32} />
        <div className="min-w-0">
          <h2 className="truncate font-semibold">
            <bdi>{phone.name}</bdi>
          </h2>
          <p className="tabular truncate text-muted text-xs">
            {phone.companyPhone ? t('to', { phone: formatPhone(phone.companyPhone) }) : t('notPaired')}
          </p>
        </div>
      </header>
      <PhoneMessages onRead={() => read.mutate({ phone: phone.phone })} phone={phone} />
      <form className="flex gap-2 border-t p-2.5" onSubmit={submit}>
        <Input
          aria-label={t('message', { name: phone.name })}
          autoComplete="off"
          disabled={!phone.companyPhone}
          maxLength={4096}
          onBlur={() => text && typing.mutate({ phone: phone.phone, active: false })}
          onChange={(event) => {
            if (text === '') typing.mutate({ phone: phone.phone, active: true });
            if (event.target.value === '') typing.mutate({ phone: phone.phone, active: false });
            setText(event.target.value);
          }}
          placeholder={t('placeholder')}
          value={text}
        />
        <Button
          aria-label={t('sendAs', { name: phone.name })}
          className="size-9"
          disabled={!phone.companyPhone || text.trim() === ''}
          size="icon"
          tone="primary"
          type="submit"
        >
          <SendHorizontal size={16} />
        </Button>
      </form>
    </li>
  );
}

function PhoneMessages({ phone, onRead }: { phone: DemoPhone; onRead: () => void }) {
  const t = useTranslations('demo');
  const times = useTimes();
  const end = useRef<HTMLDivElement>(null);
  const count = phone.messages.length;
  const waits = phone.messages.some((message) => !message.fromMe && message.state !== 'read');
  // The external system: the scroll position.
  useLayoutEffect(() => {
    if (count > 0) end.current?.parentElement?.scrollTo({ top: end.current.offsetTop });
  }, [count]);
  return (
    <div
      aria-label={t('conversation', { name: phone.name })}
      className="scroll-calm relative flex flex-1 flex-col gap-1.5 overflow-y-auto bg-bg p-3"
      role="log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      {count === 0 && <p className="m-auto text-muted">{t('empty')}</p>}
      {phone.messages.map((message) => (
        <div
          className={cn(
            'w-fit max-w-[85%] rounded-xl px-2.5 pt-1.5 pb-1',
            message.fromMe ? 'self-end bg-bubble-out' : 'self-start bg-bubble-in',
          )}
          key={message.id}
        >
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]" dir="auto">
            {message.text}
          </p>
          <p className="tabular flex items-center justify-end gap-1 text-2xs text-faint">
            {times.clock(new Date(message.atMs).toISOString())}
            {message.fromMe && <DeliveryIcon sizePx={14} state={message.state} />}
          </p>
        </div>
      ))}
      {phone.companyTyping && <p className="text-muted text-xs">{t('typing')}</p>}
      {waits && (
        <Button className="sticky bottom-0 self-center rounded-full" onClick={onRead} size="sm">
          {t('read')}
        </Button>
      )}
      <div ref={end} />
    </div>
  );
}
