import type { proto } from 'baileys';
import type { MediaKind, MediaReference } from '../../contract.ts';
import { clampBytes, clampCount, clampText } from './clamp.ts';

const mediaKeyBytes = 32;
const hashBytes = 32;
const waveformBytes = 64;
const thumbnailBytes = 64 * 1024;
const pathPattern = /^\/[^/\\\s][^\\\s]{0,2046}$/;

type Image = proto.Message.IImageMessage;
type Video = proto.Message.IVideoMessage;
type Audio = proto.Message.IAudioMessage;
type Document = proto.Message.IDocumentMessage;
type Sticker = proto.Message.IStickerMessage;

/** What all files have. */
type File = Pick<Image, 'mimetype' | 'fileSha256' | 'fileEncSha256' | 'fileLength' | 'mediaKey' | 'directPath'>;

/** A path that can only lead to the media host itself. */
export function isMediaPath(path: string): boolean {
  return pathPattern.test(path);
}

function hash(value: Uint8Array | null | undefined): string | null {
  return value?.length === hashBytes ? clampBytes(value, hashBytes) : null;
}

const none = { fileName: null, seconds: null, width: null, height: null, waveform: null, thumbnail: null };

function fileOf(kind: MediaKind, file: File): MediaReference | null {
  const mediaKey = file.mediaKey?.length === mediaKeyBytes ? clampBytes(file.mediaKey, mediaKeyBytes) : null;
  const directPath = file.directPath ?? '';
  if (!mediaKey || !isMediaPath(directPath)) return null;
  return {
    ...none,
    kind,
    mimetype: clampText(file.mimetype, 255) ?? 'application/octet-stream',
    sizeBytes: clampCount(file.fileLength),
    sha256: hash(file.fileSha256),
    encryptedSha256: hash(file.fileEncSha256),
    mediaKey,
    directPath,
    isGif: kind === 'gif',
  };
}

function sizeOf(picture: Pick<Image, 'width' | 'height'>): Pick<MediaReference, 'width' | 'height'> {
  return { width: clampCount(picture.width, 100_000), height: clampCount(picture.height, 100_000) };
}

function secondsOf(value: number | null | undefined): number | null {
  return clampCount(value, 31 * 24 * 3600);
}

function fromImage(image: Image): MediaReference | null {
  const file = fileOf('image', image);
  return file && { ...file, ...sizeOf(image), thumbnail: clampBytes(image.jpegThumbnail, thumbnailBytes) };
}

function fromVideo(video: Video): MediaReference | null {
  const file = fileOf(video.gifPlayback ? 'gif' : 'video', video);
  if (!file) return null;
  const thumbnail = clampBytes(video.jpegThumbnail, thumbnailBytes);
  return { ...file, ...sizeOf(video), seconds: secondsOf(video.seconds), thumbnail };
}

function fromAudio(audio: Audio): MediaReference | null {
  const file = fileOf(audio.ptt ? 'voice' : 'audio', audio);
  if (!file) return null;
  const waveform = audio.waveform ? clampBytes(audio.waveform.subarray(0, waveformBytes), waveformBytes) : null;
  return { ...file, seconds: secondsOf(audio.seconds), waveform };
}

function fromDocument(document: Document): MediaReference | null {
  const file = fileOf('document', document);
  if (!file) return null;
  const fileName = clampText(document.fileName ?? document.title, 255);
  return { ...file, fileName, thumbnail: clampBytes(document.jpegThumbnail, thumbnailBytes) };
}

function fromSticker(sticker: Sticker): MediaReference | null {
  const file = fileOf('sticker', sticker);
  return file && { ...file, ...sizeOf(sticker) };
}

/** The file of a message, whether it is the message or the header of one; null when there is none to be had. */
export function mediaReference(message: proto.IMessage): MediaReference | null {
  const template = message.templateMessage?.hydratedTemplate ?? message.templateMessage?.hydratedFourRowTemplate;
  const holder: proto.IMessage = message.buttonsMessage ?? template ?? message.interactiveMessage?.header ?? message;
  const { imageMessage, documentMessage } = holder;
  const video = holder.videoMessage ?? message.ptvMessage;
  if (imageMessage) return fromImage(imageMessage);
  if (video) return fromVideo(video);
  if (documentMessage) return fromDocument(documentMessage);
  if (message.audioMessage) return fromAudio(message.audioMessage);
  return message.stickerMessage ? fromSticker(message.stickerMessage) : null;
}
