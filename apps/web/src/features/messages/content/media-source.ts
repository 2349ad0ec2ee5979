export const mediaSource = (mediaId: string): string => `/api/media/${encodeURIComponent(mediaId)}`;
export const downloadSource = (mediaId: string): string => `${mediaSource(mediaId)}?download=1`;

/** A small picture made by the server, while there is one; else the file itself. */
export const smallSource = ({ id, hasThumbnail }: { id: string; hasThumbnail: boolean }): string =>
  hasThumbnail ? `${mediaSource(id)}?rendition=thumbnail` : mediaSource(id);

/** Sound in the form that this browser plays. */
export function soundSource(
  media: { id: string; mimetype: string; hasPlayable: boolean },
  canPlay: (mimetype: string) => boolean,
): string {
  const { id, mimetype, hasPlayable } = media;
  const codec = mimetype === 'audio/ogg' || mimetype === 'audio/webm' ? `${mimetype}; codecs=opus` : mimetype;
  return hasPlayable && !canPlay(codec) ? `${mediaSource(id)}?rendition=playable` : mediaSource(id);
}

/** A small picture that came with the message; null when it is not base64. */
export function thumbnailSource(thumbnail: string | null): string | null {
  return thumbnail && /^[\w+/]+={0,2}$/.test(thumbnail) ? `data:image/jpeg;base64,${thumbnail}` : null;
}
