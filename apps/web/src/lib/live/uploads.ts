export interface UploadState {
  /** 0 to 1; null while it waits for its turn. */
  progress: number | null;
  /** The picture as it is in this tab. */
  preview: string | null;
}
export interface UploadRequest {
  url: string;
  file: Blob;
  signal: AbortSignal;
  onProgress(progress: number): void;
}
export type UploadOutcome =
  | { kind: 'stored'; mediaId: string }
  | { kind: 'later' }
  | { kind: 'refused'; failure: string };

interface Held {
  file: Blob;
  state: UploadState;
  abort: AbortController | null;
}

/** Files on their way to the server. They live as long as the tab, whatever ticket is on screen. */
export class Uploads {
  readonly #held = new Map<string, Held>();
  readonly #listeners = new Set<() => void>();
  readonly #request: (input: UploadRequest) => Promise<UploadOutcome>;

  constructor({ request }: { request: (input: UploadRequest) => Promise<UploadOutcome> }) {
    this.#request = request;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(clientId: string): UploadState | null {
    return this.#held.get(clientId)?.state ?? null;
  }

  /** Keeps the file of a message that is about to enter the outbox. */
  keep(clientId: string, file: Blob, preview: string | null): void {
    this.#held.set(clientId, { file, state: { progress: null, preview }, abort: null });
  }

  async run(
    clientId: string,
    query: { ticketId: string; name: string; mimetype: string; isRecording?: boolean },
  ): Promise<UploadOutcome> {
    const held = this.#held.get(clientId);
    // A file does not survive the page that it was chosen on.
    if (!held) return { kind: 'refused', failure: 'file_lost' };
    const abort = new AbortController();
    held.abort = abort;
    const { ticketId, name, mimetype, isRecording } = query;
    const asked = { ticketId, fileName: name, mimetype, ...(isRecording && { recording: '1' }) };
    const url = `/api/media?${new URLSearchParams(asked)}`;
    this.#progress(clientId, 0);
    const onProgress = (progress: number) => this.#progress(clientId, progress);
    const outcome = await this.#request({ url, file: held.file, signal: abort.signal, onProgress });
    this.#progress(clientId, null);
    if (abort.signal.aborted) return { kind: 'refused', failure: 'cancelled' };
    return outcome;
  }

  /** Ends an upload that runs, and forgets the file. */
  release(clientId: string): void {
    const held = this.#held.get(clientId);
    if (!held) return;
    this.#held.delete(clientId);
    held.abort?.abort();
    if (held.state.preview) URL.revokeObjectURL(held.state.preview);
    this.#tell();
  }

  #progress(clientId: string, progress: number | null): void {
    const held = this.#held.get(clientId);
    if (!held) return;
    held.state = { ...held.state, progress };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
