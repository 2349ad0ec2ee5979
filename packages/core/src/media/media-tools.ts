/**
 * What can be made of a file, by programs that core does not know. Paths name files of this machine; outputs are written
 * to `output`. Everything in the input was written by a stranger: each call ends within its own limits of time and memory.
 */
export interface MediaTools {
  /** Size as it is shown (turned by EXIF), a tiny JPEG, and a small WebP. @throws {UnusableMedia} */
  picture(files: { input: string; output: string }): Promise<PreparedPicture>;
  /** The same of a film's beginning. @throws {UnusableMedia} */
  film(files: {
    input: string;
    output: string;
    mimetype: string;
  }): Promise<PreparedPicture & { seconds: number | null }>;
  /** Ogg with Opus, mono, 48 kHz: what WhatsApp takes as a voice note. @throws {UnusableMedia} */
  voice(files: { input: string; output: string; mimetype: string }): Promise<PreparedSound>;
  /** MP4 with AAC, which every browser plays. @throws {UnusableMedia} */
  playable(files: { input: string; output: string; mimetype: string }): Promise<PreparedSound>;
}

export interface PreparedPicture {
  width: number;
  height: number;
  /** JPEG, base64, a few hundred bytes. */
  preview: string;
}

export interface PreparedSound {
  /** At least 1. */
  seconds: number;
  /** 64 levels of 0 to 100, base64. */
  waveform: string;
}

/** A file of which nothing can be made, however often it is tried. */
export class UnusableMedia extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`unusable media: ${reason}`, options);
    this.name = 'UnusableMedia';
  }
}
