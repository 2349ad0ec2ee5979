import type { MediaView } from '@tiktickets/core/contracts';
import { readStored, writeStored } from '@/lib/storage.ts';
import { soundSource } from '../../content/media-source.ts';

export interface PlayerState {
  mediaId: string | null;
  isPlaying: boolean;
  isBroken: boolean;
  seconds: number;
  /** Of the file itself; null until it is known. */
  duration: number | null;
  rate: number;
}

const rateKey = 'tiktickets.rate';
const rates = [1, 1.5, 2] as const;
const storedRate = () => rates.find((rate) => String(rate) === readStored(rateKey)) ?? 1;

/** The one voice of a tab: what plays goes on while its bubble is scrolled out of sight, and stops when another begins. */
class Player {
  #state: PlayerState = {
    mediaId: null,
    isPlaying: false,
    isBroken: false,
    seconds: 0,
    duration: null,
    rate: storedRate(),
  };
  #audio: HTMLAudioElement | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): PlayerState => this.#state;

  toggle(media: MediaView): void {
    const audio = this.#load(media);
    if (this.#state.isPlaying) audio.pause();
    else audio.play().catch(() => this.#set({ isPlaying: false, isBroken: audio.error !== null }));
  }

  seek(media: MediaView, seconds: number): void {
    const audio = this.#load(media);
    audio.currentTime = seconds;
    this.#set({ seconds });
  }

  nextRate(): void {
    const rate = rates.find((faster) => faster > this.#state.rate) ?? 1;
    writeStored(rateKey, String(rate));
    if (this.#audio) this.#audio.playbackRate = rate;
    this.#set({ rate });
  }

  #load(media: MediaView): HTMLAudioElement {
    const { id: mediaId } = media;
    const audio = this.#audio ?? this.#create();
    this.#audio = audio;
    if (this.#state.mediaId !== mediaId) {
      audio.src = soundSource(media, (mimetype) => audio.canPlayType(mimetype) !== '');
      this.#set({ mediaId, isPlaying: false, isBroken: false, seconds: 0, duration: null });
    }
    audio.defaultPlaybackRate = this.#state.rate;
    audio.playbackRate = this.#state.rate;
    return audio;
  }

  #create(): HTMLAudioElement {
    const audio = new Audio();
    audio.addEventListener('play', () => this.#set({ isPlaying: true, isBroken: false }));
    audio.addEventListener('pause', () => this.#set({ isPlaying: false }));
    audio.addEventListener('timeupdate', () => this.#set({ seconds: audio.currentTime }));
    audio.addEventListener('ended', () => {
      audio.currentTime = 0;
      this.#set({ isPlaying: false, seconds: 0 });
    });
    audio.addEventListener('durationchange', () =>
      this.#set({ duration: Number.isFinite(audio.duration) ? audio.duration : null }),
    );
    audio.addEventListener('error', () => this.#set({ isPlaying: false, isBroken: true }));
    return audio;
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const player = new Player();
