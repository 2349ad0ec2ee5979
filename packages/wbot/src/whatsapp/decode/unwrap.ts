import type { proto } from 'baileys';

/** The content proper of a message, and what its wrappers said. */
export interface Unwrapped {
  message: proto.IMessage;
  isViewOnce: boolean;
  isEphemeral: boolean;
  /** Id of the album that it is a part of. */
  albumRemoteId: string | null;
}

const depthLimit = 8;
const albumAssociation = 1;

const viewOnceWrappers = ['viewOnceMessage', 'viewOnceMessageV2', 'viewOnceMessageV2Extension'] as const;
const plainWrappers = [
  'documentWithCaptionMessage',
  'editedMessage',
  'associatedChildMessage',
  'groupStatusMessage',
  'groupStatusMessageV2',
  'groupMentionedMessage',
  'botInvokeMessage',
  'botForwardedMessage',
  'lottieStickerMessage',
  'pollCreationMessageV4',
  'questionMessage',
] as const;

function albumOf(message: proto.IMessage): string | null {
  const association = message.messageContextInfo?.messageAssociation;
  if (association?.associationType !== albumAssociation) return null;
  return association.parentMessageKey?.id ?? null;
}

/** Takes a message out of its wrappers: copies for own devices, disappearing, view-once, captions, edits. */
export function unwrap(outer: proto.IMessage): Unwrapped {
  let message = outer;
  const seen = { isViewOnce: false, isEphemeral: false, albumRemoteId: albumOf(outer) };
  for (let depth = 0; depth < depthLimit; depth += 1) {
    const at = message;
    const viewOnce = viewOnceWrappers.map((name) => at[name]?.message).find((inner) => inner);
    const inner =
      at.deviceSentMessage?.message ??
      at.ephemeralMessage?.message ??
      viewOnce ??
      plainWrappers.map((name) => at[name]?.message).find((found) => found);
    if (!inner) break;
    seen.isViewOnce ||= inner === viewOnce;
    seen.isEphemeral ||= inner === at.ephemeralMessage?.message;
    seen.albumRemoteId ??= albumOf(inner);
    message = inner;
  }
  return { message, ...seen };
}
