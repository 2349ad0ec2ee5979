'use client';

import { CalendarClock, Mic } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { IconButton } from '@/ui/icon-button.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { patiently } from '@/ui/patiently.ts';
import { filesOf, useAttach } from '../hooks/use-attach.ts';
import { useComposer } from '../hooks/use-composer.ts';
import { useSlash } from '../hooks/use-slash.ts';
import { maxTextLength, type TextProblem } from '../text-problem.ts';
import { AttachButton } from './attach-button.tsx';
import { ComposerModes } from './composer-modes.tsx';
import { EmojiButton } from './emoji-button.tsx';
import { MoreKindsButton } from './more-kinds-button.tsx';

const AttachmentTray = dynamic(
  () => patiently(() => import('./attachment-tray.tsx')).then((module) => module.AttachmentTray),
  {
    ssr: false,
  },
);
const MentionMenu = dynamic(() => patiently(() => import('./mention-menu.tsx')).then((module) => module.MentionMenu), {
  ssr: false,
});
const QuickReplyMenu = dynamic(
  () => patiently(() => import('@/features/quick-replies/index.ts')).then((module) => module.QuickReplyMenu),
  { ssr: false },
);
const VoiceRecorder = dynamic(
  () => patiently(() => import('./voice-recorder.tsx')).then((module) => module.VoiceRecorder),
  {
    ssr: false,
  },
);
const StaleBar = dynamic(() => patiently(() => import('./stale-bar.tsx')).then((module) => module.StaleBar), {
  ssr: false,
});
const QuoteBar = dynamic(() => patiently(() => import('./quote-bar.tsx')).then((module) => module.QuoteBar), {
  ssr: false,
});

/** Where the answer is written. Give it the ticket's id as key. */
export function Composer({
  ticketId,
  contactName,
  isRoom,
}: {
  ticketId: string;
  contactName: string;
  isRoom: boolean;
}) {
  const t = useTranslations('composer');
  const { text, change, send, canSend, problem, files, answered, stopReply, isStale } = useComposer(ticketId);
  const attach = useAttach(ticketId);
  const area = useRef<HTMLTextAreaElement>(null);
  const [isRecording, setIsRecording] = useState(false);
  const recorded = () => {
    setIsRecording(false);
    area.current?.focus();
  };
  const { slash, watch, put, dismiss } = useSlash(area, change);
  const mention = useSlash(area, change, '@');
  const look = () => {
    watch();
    if (isRoom) mention.watch();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      if (answered) stopReply();
      else event.currentTarget.blur();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    // A spreadsheet's cells come as words and as a picture of them: the words are meant.
    const pasted = event.clipboardData.types.includes('text/plain') ? [] : filesOf(event.clipboardData);
    if (pasted.length === 0) return;
    event.preventDefault();
    attach(pasted);
  };
  const insert = (piece: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {};
    change(text.slice(0, selectionStart) + piece + text.slice(selectionEnd));
  };
  return (
    <form
      className="safe-bottom border-t bg-panel px-3.5 pt-2 pb-3 max-md:px-2 max-md:pb-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        area.current?.focus();
      }}
    >
      {isStale && (
        <StaleBar
          onEdit={(words) => {
            change(text.trim() === '' ? words : `${words}\n${text}`);
            area.current?.focus();
          }}
          ticketId={ticketId}
        />
      )}
      <ComposerModes ticketId={ticketId}>
        <div
          className={cn(
            'relative rounded-[10px] border bg-bg px-[11px] pt-2 pb-1.5 transition-shadow duration-100 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft',
            problem && 'border-danger focus-within:border-danger focus-within:ring-danger-soft',
          )}
        >
          {slash && (
            <QuickReplyMenu area={area} onClose={dismiss} onPick={put} query={slash.query} ticketId={ticketId} />
          )}
          {mention.slash && (
            <MentionMenu
              area={area}
              onClose={mention.dismiss}
              onPick={mention.put}
              query={mention.slash.query}
              ticketId={ticketId}
            />
          )}
          {answered && <QuoteBar contactName={contactName} message={answered} onRemove={stopReply} />}
          {files.length > 0 && <AttachmentTray files={files} ticketId={ticketId} />}
          <textarea
            aria-describedby={problem ? 'composer-problem' : undefined}
            aria-invalid={problem ? true : undefined}
            aria-label={t('label')}
            autoComplete="off"
            className="scroll-calm field-sizing-content block max-h-44 min-h-10 w-full resize-none bg-transparent leading-snug outline-none placeholder:text-faint max-md:text-base"
            data-composer
            dir="auto"
            enterKeyHint="send"
            onChange={(event) => {
              change(event.target.value);
              look();
            }}
            onSelect={look}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            placeholder={t('placeholder', { name: contactName })}
            ref={area}
            value={text}
          />
          <Problem problem={problem} />
          {isRecording && <VoiceRecorder onDone={recorded} ticketId={ticketId} />}
          <div className={cn('mt-1 -ml-1.5 flex items-center gap-0.5', isRecording && 'hidden')}>
            <AttachButton ticketId={ticketId} />
            <MoreKindsButton ticketId={ticketId} />
            <EmojiButton onClosed={() => area.current?.focus()} onPick={insert} />
            <IconButton label={t('voice')} onClick={() => setIsRecording(true)}>
              <Mic size={18} />
            </IconButton>
            <IconButton label={t('schedule')} unavailable={t('scheduleSoon')}>
              <CalendarClock size={18} />
            </IconButton>
            <span className="mr-2 ml-auto max-md:invisible" title={t('hint')}>
              <Kbd>Enter</Kbd>
            </span>
            <Button disabled={!canSend} tone="primary" type="submit">
              {t('send')}
            </Button>
          </div>
        </div>
      </ComposerModes>
    </form>
  );
}

function Problem({ problem }: { problem: TextProblem }) {
  const t = useTranslations('composer');
  const format = useFormatter();
  if (!problem) return null;
  return (
    <p className="mt-1 text-danger text-xs" id="composer-problem" role="alert">
      {problem.kind === 'too-long'
        ? t('tooLong', { over: problem.over, max: format.number(maxTextLength) })
        : t('binary')}
    </p>
  );
}
