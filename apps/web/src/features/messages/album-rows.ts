import type { MessageView } from '@tiktickets/core/contracts';
import type { MessageRow } from './message-rows.ts';

export interface MessageOnlyRow {
  type: 'message';
  key: string;
  message: MessageView;
  startsGroup: boolean;
}

export interface AlbumRow {
  type: 'album';
  key: string;
  /** What announced the album, where that is known. It says nothing that the pictures do not. */
  notice: MessageView | null;
  /** Pictures and films, at least one, oldest first. */
  messages: MessageView[];
  startsGroup: boolean;
}

/** Puts the pictures and films of one album that follow each other into one row. What stands between them divides it. */
export function joinAlbums(rows: readonly MessageRow[]): MessageRow[] {
  const joined: MessageRow[] = [];
  const known = new Set<string>();
  for (const row of rows) {
    const albumId = row.type === 'message' ? albumOf(row.message) : null;
    if (row.type !== 'message' || albumId === null) {
      joined.push(row);
      continue;
    }
    const { message } = row;
    const last = joined.at(-1);
    if (last?.type === 'album' && belongsTo(last, message)) {
      last.messages.push(message);
      continue;
    }
    const announced = last?.type === 'message' && isNoticeFor(last.message, message) ? last : null;
    if (announced) joined.pop();
    joined.push({
      type: 'album',
      // The same for the first picture alone and for all of them: the row only grows.
      key: known.has(albumId) ? `album:${albumId}:${message.id}` : `album:${albumId}`,
      notice: announced?.message ?? null,
      messages: [message],
      startsGroup: announced?.startsGroup ?? row.startsGroup,
    });
    known.add(albumId);
  }
  return joined;
}

const albumOf = ({ albumId, media }: MessageView): string | null =>
  media?.kind === 'image' || media?.kind === 'video' ? albumId : null;

const belongsTo = ({ messages: [first] }: AlbumRow, message: MessageView): boolean =>
  first?.albumId === message.albumId && isSameSender(first, message);

const isNoticeFor = (notice: MessageView, message: MessageView): boolean =>
  notice.details?.kind === 'album' && !notice.deletedAt && isSameSender(notice, message);

export const isSameSender = (a: MessageView, b: MessageView): boolean =>
  a.direction === b.direction &&
  a.author?.id === b.author?.id &&
  a.sender?.id === b.sender?.id &&
  a.fromPhone === b.fromPhone;
