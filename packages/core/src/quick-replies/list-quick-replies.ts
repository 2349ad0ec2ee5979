import type { QuickReplyView } from '../contracts/index.ts';
import { type Context, read, requirePermission } from '../kernel/index.ts';
import { quickReplyViews } from './repository.ts';

/** The prepared answers that this person may use, at most 2,000. */
export function listQuickReplies(ctx: Context): Promise<QuickReplyView[]> {
  requirePermission(ctx, 'quick-reply:use');
  return read(ctx, (scope) => quickReplyViews(ctx, scope));
}
