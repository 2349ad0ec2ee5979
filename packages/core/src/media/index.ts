export { type DueMedia, dueMedia } from './due-media.ts';
export { type MediaTools, type PreparedPicture, type PreparedSound, UnusableMedia } from './media-tools.ts';
export { type OpenedMedia, openMedia } from './open-media.ts';
export { outboundContent } from './outbound-content.ts';
export { prepareMedia } from './prepare-media.ts';
export { isForbidden, keptType, kindOfFile, needsPreparing, safeFileName, servedType } from './rules.ts';
export { mediaFailed, storeMedia } from './store-media.ts';
export { sweepMedia, wakePreparing } from './sweep-media.ts';
export { uploadMedia } from './upload-media.ts';
