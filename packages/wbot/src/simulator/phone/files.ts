import type { proto } from 'baileys';
import { ControlError } from '../control/error.ts';
import type { FileKind, NewFile } from '../control/types.ts';
import { type CipherFamily, decryptFile, encryptFile } from '../media/cipher.ts';
import { fixtureOf, stretched } from '../media/fixtures.ts';
import { inBackground, type World } from '../server/world.ts';
import type { Account, PhoneFile } from '../state/model.ts';

const families: Record<FileKind, CipherFamily> = {
  image: 'Image',
  sticker: 'Image',
  video: 'Video',
  gif: 'Video',
  audio: 'Audio',
  voice: 'Audio',
  document: 'Document',
};

const waveform = Buffer.from(Array.from({ length: 64 }, (_, index) => (index * 37) % 100));
/** A JPEG of one grey pixel. */
const thumbnail = Buffer.from(
  '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
  'base64',
);

/** Puts a new file on the media host, encrypted, and gives the message part that leads to it. */
export async function writeFile(
  world: World,
  kind: FileKind,
  input: { file: NewFile | undefined; caption: string; isViewOnce: boolean },
): Promise<proto.IMessage> {
  const { file = {}, caption, isViewOnce } = input;
  const fixture = fixtureOf(kind);
  const bytes = file.base64 === undefined ? fixture.bytes : Buffer.from(file.base64, 'base64');
  const sizeBytes = file.sizeBytes ?? bytes.length;
  const { encrypt, finish } = encryptFile(families[kind]);
  const directPath = await world.blobs.write(encrypt(stretched(bytes, sizeBytes)));
  const { mediaKey, fileSha256, fileEncSha256 } = finish();
  const { claims = {} } = file;
  const part = {
    mimetype: file.mimetype ?? fixture.mimetype,
    directPath: claims.directPath ?? directPath,
    url: `https://${world.mediaHost}${directPath}`,
    mediaKey,
    mediaKeyTimestamp: Math.floor(Date.now() / 1000),
    fileSha256: claims.sha256 === undefined ? fileSha256 : Buffer.from(claims.sha256, 'base64'),
    fileEncSha256,
    fileLength: claims.sizeBytes ?? sizeBytes,
    viewOnce: isViewOnce ? true : null,
  };
  const seconds = file.seconds ?? fixture.seconds;
  const { width, height } = fixture;
  const shown = caption === '' ? null : caption;
  switch (kind) {
    case 'image':
      return { imageMessage: { ...part, caption: shown, width, height, jpegThumbnail: thumbnail } };
    case 'video':
    case 'gif':
      return { videoMessage: { ...part, caption: shown, seconds, width, height, gifPlayback: kind === 'gif' } };
    case 'audio':
    case 'voice':
      return {
        audioMessage: { ...part, seconds, ptt: kind === 'voice', waveform: kind === 'voice' ? waveform : null },
      };
    case 'sticker':
      return { stickerMessage: { ...part, width, height } };
    case 'document': {
      const fileName = file.fileName ?? fixture.fileName;
      const documentMessage = { ...part, fileName, title: fileName, caption: shown };
      return shown ? { documentWithCaptionMessage: { message: { documentMessage } } } : { documentMessage };
    }
  }
}

interface FilePart extends Pick<proto.Message.IImageMessage, 'mimetype' | 'directPath' | 'mediaKey'> {
  fileSha256?: Uint8Array | null;
  fileEncSha256?: Uint8Array | null;
  fileName?: string | null;
  seconds?: number | null;
}

function partOf(message: proto.IMessage): [FileKind, FilePart] | null {
  const { imageMessage, audioMessage, documentMessage, stickerMessage } = message;
  const video = message.videoMessage ?? message.ptvMessage;
  if (imageMessage) return ['image', imageMessage];
  if (video) return [video.gifPlayback ? 'gif' : 'video', video];
  if (audioMessage) return [audioMessage.ptt ? 'voice' : 'audio', audioMessage];
  if (documentMessage) return ['document', documentMessage];
  return stickerMessage ? ['sticker', stickerMessage] : null;
}

/** The file of a message as a phone keeps it; null when it has none. */
export function fileOf(message: proto.IMessage): PhoneFile | null {
  const [kind, part] = partOf(message) ?? [];
  if (!kind || !part) return null;
  const none = new Uint8Array();
  return {
    kind,
    mimetype: part.mimetype ?? '',
    fileName: part.fileName ?? null,
    seconds: part.seconds ?? null,
    sizeBytes: 0,
    directPath: part.directPath ?? '',
    mediaKey: part.mediaKey ?? none,
    fileSha256: part.fileSha256 ?? none,
    fileEncSha256: part.fileEncSha256 ?? none,
    state: 'fetching',
  };
}

/** Bytes of a file as a phone reads them. @throws {ControlError} when the host does not have it */
export async function* readFile(world: World, file: PhoneFile): AsyncGenerator<Buffer> {
  const found = world.blobs.read(file.directPath);
  if ('status' in found) throw new ControlError(410, 'file', 'the media host does not have it');
  yield* decryptFile(found.stream(), { ...file, family: families[file.kind] });
}

/** A phone fetches a file that it got, and finds out whether it is whole. */
export function fetchFile(world: World, owner: Account, file: PhoneFile): void {
  async function fetchAll(): Promise<void> {
    let sizeBytes = 0;
    try {
      for await (const part of readFile(world, file)) sizeBytes += part.length;
      file.state = 'ok';
      file.sizeBytes = sizeBytes;
    } catch (error) {
      file.state = 'broken';
      world.logger.debug({ error: String(error) }, 'phone could not read a file');
    }
    world.accounts.changed(owner);
  }
  inBackground(world, 'file', fetchAll());
}
