'use client';

import type { MediaView, MessageView } from '@tiktickets/core/contracts';
import { MessageText } from '../message-text.tsx';
import { DocumentCard } from './document-card.tsx';
import { FileState } from './file-state.tsx';
import { Film } from './film.tsx';
import { Picture } from './picture.tsx';
import { StickerPicture } from './sticker-picture.tsx';
import { UploadContent } from './upload-content.tsx';
import { VoicePlayer } from './voice-player.tsx';

/** A file in its own form, with its caption. The caption is as wide as the file, not the other way round. */
export function FileContent({ media, message }: { media: MediaView; message: MessageView }) {
  const caption = message.body && message.body !== media.fileName ? message.body : null;
  return (
    <>
      <File media={media} message={message} />
      {caption && (
        <div className="mt-1.5 w-0 min-w-full">
          <MessageText text={caption} />
        </div>
      )}
    </>
  );
}

function File({ media, message }: { media: MediaView; message: MessageView }) {
  if (message.rev === 0) return <UploadContent media={media} message={message} />;
  if (media.state !== 'stored') return <FileState media={media} message={message} />;
  switch (media.kind) {
    case 'image':
      return <Picture media={media} message={message} />;
    case 'video':
    case 'gif':
      return <Film media={media} />;
    case 'audio':
    case 'voice':
      return <VoicePlayer media={media} />;
    case 'sticker':
      return <StickerPicture media={media} />;
    case 'document':
      return <DocumentCard media={media} />;
  }
}
