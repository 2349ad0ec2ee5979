export const mediaSource = (mediaId: string): string => `/api/media/${encodeURIComponent(mediaId)}`;
export const downloadSource = (mediaId: string): string => `${mediaSource(mediaId)}?download=1`;

/** A small picture that came with the message; null when it is not base64. */
export function thumbnailSource(thumbnail: string | null): string | null {
  return thumbnail && /^[\w+/]+={0,2}$/.test(thumbnail) ? `data:image/jpeg;base64,${thumbnail}` : null;
}
