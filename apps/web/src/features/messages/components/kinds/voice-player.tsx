'use client';

import type { MediaView } from '@tiktickets/core/contracts';
import { Pause, Play } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useMemo, useSyncExternalStore } from 'react';
import { cn } from '@/ui/cn.ts';
import { clockOf } from '../../content/measures.ts';
import { barsOf } from '../../content/waveform.ts';
import { player } from './player.ts';

const barCount = 46;

export function VoicePlayer({ media }: { media: MediaView }) {
  const t = useTranslations('messages.player');
  const format = useFormatter();
  const state = useSyncExternalStore(player.subscribe, player.get, player.get);
  const isMine = state.mediaId === media.id;
  const isPlaying = isMine && state.isPlaying;
  const seconds = isMine ? state.seconds : 0;
  const total = (isMine ? state.duration : null) ?? media.seconds ?? 0;
  const isBroken = isMine && state.isBroken;
  return (
    <div className="w-[330px] max-w-full">
      <div className="flex items-center gap-2.5 pt-0.5">
        <button
          aria-label={t(isPlaying ? 'pause' : 'play')}
          className="grid size-[30px] shrink-0 place-items-center rounded-full bg-accent text-accent-ink hover:bg-accent-hover max-md:size-10"
          onClick={() => player.toggle(media)}
          type="button"
        >
          {isPlaying ? (
            <Pause aria-hidden="true" fill="currentColor" size={14} />
          ) : (
            <Play aria-hidden="true" className="ml-px" fill="currentColor" size={14} />
          )}
        </button>
        <div className="relative h-8 min-w-0 flex-1 rounded focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2">
          <Bars played={total > 0 ? seconds / total : 0} waveform={media.waveform} />
          <input
            aria-label={t('position')}
            aria-valuetext={t('at', { seconds: clockOf(seconds), total: clockOf(total) })}
            className="absolute inset-0 size-full cursor-pointer opacity-0"
            disabled={total <= 0}
            max={Math.max(total, 0.1)}
            min={0}
            onChange={(event) => player.seek(media, Number(event.target.value))}
            step="any"
            type="range"
            value={Math.min(seconds, total)}
          />
        </div>
        <button
          aria-label={t('rate', { rate: format.number(state.rate) })}
          className="tabular h-5 min-w-9 shrink-0 rounded-full border border-line-strong bg-panel px-1.5 text-2xs text-muted hover:text-text max-md:h-8 max-md:min-w-11"
          onClick={() => player.nextRate()}
          type="button"
        >
          {format.number(state.rate)}×
        </button>
      </div>
      <p
        className={cn(
          'tabular -mb-[18px] mt-0.5 mr-20 pl-10 text-2xs text-muted max-md:pl-[50px]',
          isBroken && 'text-danger',
        )}
      >
        {isBroken && t('broken')}
        {!isBroken && media.isPreparing && t('preparing')}
        {!isBroken && !media.isPreparing && clockOf(isPlaying || seconds > 0 ? seconds : total)}
      </p>
    </div>
  );
}

function Bars({ waveform, played }: { waveform: string | null; played: number }) {
  const bars = useMemo(() => barsOf(waveform, barCount), [waveform]);
  return (
    <div aria-hidden="true" className="flex h-full items-center justify-between gap-px">
      {bars.map((level, index) => (
        <span
          className={cn('w-[3px] rounded-full', (index + 0.5) / barCount <= played ? 'bg-accent' : 'bg-faint/55')}
          key={index}
          style={{ height: `${Math.max(10, level)}%` }}
        />
      ))}
    </div>
  );
}
