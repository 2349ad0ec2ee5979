export type RecorderState = 'asking' | 'recording' | 'paused' | 'denied' | 'failed';

export interface RecorderView {
  state: RecorderState;
  seconds: number;
  /** The last levels, 0 to 1, oldest first. */
  levels: readonly number[];
}

const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const bitsPerSecond = 32_000;
const shownLevels = 48;
const tickMs = 100;
/** Well under what a voice note may weigh. */
export const longestSeconds = 30 * 60;

/** One recording of the microphone, from the question for it to its end. */
export class Recorder {
  #view: RecorderView = { state: 'asking', seconds: 0, levels: [] };
  readonly #listeners = new Set<() => void>();
  readonly #chunks: Blob[] = [];
  #stream: MediaStream | null = null;
  #media: MediaRecorder | null = null;
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isOver = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): RecorderView => this.#view;

  /** Asks for the microphone and begins. Never rejects: what went wrong is the state. */
  async start(): Promise<void> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
      this.#stream = stream;
      if (this.#isOver) return this.#release();
      const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
      const media = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
      media.addEventListener('dataavailable', ({ data }) => this.#chunks.push(data));
      media.addEventListener('error', () => this.#set({ state: 'failed' }));
      media.start(1_000);
      this.#media = media;
      this.#listen(stream);
      this.#set({ state: 'recording' });
    } catch (error) {
      const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
      this.#set({ state: isDenied ? 'denied' : 'failed' });
    }
  }

  toggle(): void {
    const { state } = this.#view;
    if (state === 'recording') {
      this.#media?.pause();
      this.#set({ state: 'paused' });
    } else if (state === 'paused' && this.#view.seconds < longestSeconds) {
      this.#media?.resume();
      this.#set({ state: 'recording' });
    }
  }

  /** What was recorded; null when there is nothing. The microphone is free afterwards. */
  async finish(): Promise<Blob | null> {
    const media = this.#media;
    if (!media || media.state === 'inactive') return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    media.addEventListener('stop', () => resolve(), { once: true });
    media.stop();
    await promise;
    this.discard();
    const type = media.mimeType.split(';', 1)[0] ?? 'audio/webm';
    const blob = new Blob(this.#chunks, { type });
    return blob.size > 0 ? blob : null;
  }

  discard(): void {
    this.#isOver = true;
    if (this.#media && this.#media.state !== 'inactive') this.#media.stop();
    this.#release();
  }

  #listen(stream: MediaStream): void {
    const context = new AudioContext();
    this.#context = context;
    const analyser = context.createAnalyser();
    analyser.fftSize = 1_024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      if (this.#view.state !== 'recording') return;
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const level = Math.min(1, Math.sqrt(power) * 4);
      const seconds = this.#view.seconds + tickMs / 1_000;
      this.#set({ seconds, levels: [...this.#view.levels, level].slice(-shownLevels) });
      if (seconds >= longestSeconds) this.toggle();
    }, tickMs);
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
  }

  #set(change: Partial<RecorderView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
