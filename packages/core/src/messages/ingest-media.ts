import { newId, type Scope } from '@tiktickets/db';
import type { Plan } from './ingest-plan.ts';
import { stateOfPastFile } from './rules.ts';

/** The files of a batch's messages, to be fetched from the provider. A message has one file, however often it comes. */
export function insertMedia(scope: Scope, { channelId, messages, isHistory, nowMs }: Plan): Promise<unknown>[] {
  const files = messages.flatMap(({ arrival, sentAt }) => {
    const { media, remoteId, remoteChat, fromMe } = arrival.inbound;
    const state = media && isHistory ? stateOfPastFile({ media, sentAt, nowMs }) : 'due';
    return media ? [{ media, remoteId, remoteChat, fromMe, state }] : [];
  });
  if (files.length === 0) return [];
  const statement = scope.query(
    `insert into media (tenant_id, id, ticket_id, channel_id, message_id, kind, state, reference, mimetype, file_name, size_bytes,
                        width, height, seconds, is_gif, waveform, thumbnail)
     select app_tenant(), w.id, m.ticket_id, m.channel_id, m.id, w.media ->> 'kind', w.state, w.media - 'thumbnail' - 'waveform',
            left(w.media ->> 'mimetype', 120), left(w.media ->> 'fileName', 240), (w.media ->> 'sizeBytes')::bigint,
            (w.media ->> 'width')::float8::int, (w.media ->> 'height')::float8::int, (w.media ->> 'seconds')::float8::int,
            (w.media ->> 'isGif')::bool, w.media ->> 'waveform', w.media ->> 'thumbnail'
     from (
       select id, remote_id, remote_chat, from_me::bool as from_me, media::jsonb as media, state
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as f (id, remote_id, remote_chat, from_me, media, state)
     ) w
     join messages m on m.channel_id = $1::uuid and m.remote_id = w.remote_id and m.remote_chat = w.remote_chat and m.from_me = w.from_me
     on conflict (tenant_id, message_id) do nothing`,
    [
      channelId,
      files.map(newId),
      files.map((file) => file.remoteId),
      files.map((file) => file.remoteChat),
      files.map((file) => String(file.fromMe)),
      files.map((file) => JSON.stringify(file.media).replaceAll('\\u0000', '')),
      files.map((file) => file.state),
    ],
  );
  return [statement];
}
