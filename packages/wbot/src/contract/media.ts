/** What a file is shown as. A `gif` is a silent, looping video; a `voice` is a recorded voice note. */
export type MediaKind = 'image' | 'video' | 'gif' | 'audio' | 'voice' | 'document' | 'sticker';

/**
 * A file at the provider, as plain JSON. Everything in it was written by the sender: sizes, types and names are claims.
 * Texts are clamped and numbers are finite and not negative.
 */
export interface MediaReference {
  kind: MediaKind;
  mimetype: string;
  /** Bytes of the plaintext; null when the sender did not say. */
  sizeBytes: number | null;
  fileName: string | null;
  /** SHA-256 of the plaintext, base64; null when the sender did not say. */
  sha256: string | null;
  /** SHA-256 of the encrypted file, base64. */
  encryptedSha256: string | null;
  /** Secret that decrypts the file, base64. Store it as carefully as the file. */
  mediaKey: string;
  /** Path on the provider's media host, beginning with "/"; never an address. */
  directPath: string;
  seconds: number | null;
  width: number | null;
  height: number | null;
  /** Loudness of a voice note, at most 64 bytes of 0–100, base64. */
  waveform: string | null;
  isGif: boolean;
  /** Small JPEG, base64. */
  thumbnail: string | null;
}

/** Names the message that carries a file; needed to ask its sender for a new upload. */
export interface MediaKey {
  remoteChat: string;
  remoteId: string;
  fromMe: boolean;
  /** Author in a group, as a JID; else null. */
  participant: string | null;
}

/**
 * `expired`: neither the server nor the sender's phone has it any more. `too_large`: above the cap.
 * `corrupt`: what came is not what was promised. `bad_reference`: not a file that may be asked for.
 * `unavailable`: network or channel trouble.
 */
export type MediaErrorCode = 'expired' | 'too_large' | 'corrupt' | 'bad_reference' | 'unavailable';

/** Why a file could not be had. It may also be the error of a stream that had begun. */
export class MediaError extends Error {
  readonly code: MediaErrorCode;
  /** A later attempt may succeed. */
  readonly retryable: boolean;
  constructor(code: MediaErrorCode, options: ErrorOptions & { retryable?: boolean } = {}) {
    super(`media ${code}`, options);
    this.name = 'MediaError';
    this.code = code;
    this.retryable = options.retryable ?? code === 'unavailable';
  }
}
