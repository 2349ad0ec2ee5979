'use client';

import { Pause, Play, Send, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { IconButton } from '@/ui/icon-button.tsx';
import { clockOf } from '../content/measures.ts';
import { useSendVoice } from '../hooks/use-send-voice.ts';
import { longestSeconds, Recorder } from '../recorder.ts';

/** The microphone in place of the keyboard: level, time, pause, and what becomes of it. Escape throws it away, Enter sends. */
export function VoiceRecorder({ ticketId, onDone }: { ticketId: string; onDone: () => void }) {
  const t = useTranslations('composer.recorder');
  const [recorder] = useState(() => new Recorder());
  const { state, seconds, levels } = useSyncExternalStore(recorder.subscribe, recorder.get, recorder.get);
  const sendVoice = useSendVoice(ticketId);
  const group = useRef<HTMLFieldSetElement>(null);
  // The external system: the microphone, which must not outlive this.
  useEffect(() => {
    void recorder.start();
    group.current?.focus();
    return () => recorder.discard();
  }, [recorder]);
  const isOn = state === 'recording' || state === 'paused';
  const discard = () => {
    recorder.discard();
    onDone();
  };
  const send = async () => {
    const blob = await recorder.finish();
    if (blob) sendVoice(blob);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') discard();
    else if (event.key === 'Enter' && event.target === group.current && isOn) void send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <fieldset
      aria-label={t('group')}
      className="flex min-h-10 min-w-0 items-center gap-2 outline-none max-md:gap-1"
      onKeyDown={onKeyDown}
      ref={group}
      tabIndex={-1}
    >
      <IconButton label={t('discard')} onClick={discard}>
        <Trash2 size={18} />
      </IconButton>
      {isOn ? (
        <>
          <span
            aria-hidden="true"
            className={cn(
              'size-2.5 shrink-0 rounded-full bg-danger',
              state === 'recording' && 'motion-safe:animate-pulse',
            )}
          />
          <time aria-label={t('time')} className="tabular w-11 shrink-0 text-sm" role="timer">
            {clockOf(seconds)}
          </time>
          <Levels levels={levels} />
          <span className="sr-only" role="status">
            {t(state === 'paused' ? 'paused' : 'recording')}
          </span>
          <IconButton
            label={t(state === 'paused' ? 'resume' : 'pause')}
            onClick={() => recorder.toggle()}
            unavailable={seconds >= longestSeconds ? t('longest') : undefined}
          >
            {state === 'paused' ? <Play size={18} /> : <Pause size={18} />}
          </IconButton>
          <Button aria-label={t('send')} onClick={() => void send()} tone="primary">
            <Send aria-hidden="true" size={16} />
          </Button>
        </>
      ) : (
        <p className={cn('min-w-0 flex-1 text-sm', state === 'asking' ? 'text-muted' : 'text-danger')} role="status">
          {t(state)}
        </p>
      )}
    </fieldset>
  );
}

function Levels({ levels }: { levels: readonly number[] }) {
  return (
    <div
      aria-hidden="true"
      className="flex h-7 min-w-0 flex-1 items-center justify-end gap-px overflow-hidden"
      data-levels
    >
      {levels.map((level, index) => (
        <span
          className="w-[3px] shrink-0 rounded-full bg-accent"
          key={index}
          style={{ height: `${Math.max(8, Math.round(level * 100))}%` }}
        />
      ))}
    </div>
  );
}
