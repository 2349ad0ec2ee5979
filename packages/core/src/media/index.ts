export { type DueMedia, dueMedia } from './due-media.ts';
export { type OpenedMedia, openMedia } from './open-media.ts';
export { outboundContent } from './outbound-content.ts';
export { keptType, kindOfFile, safeFileName, servedType } from './rules.ts';
export { mediaFailed, storeMedia } from './store-media.ts';
export { uploadMedia } from './upload-media.ts';
