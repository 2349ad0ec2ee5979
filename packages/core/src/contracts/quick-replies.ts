import { z } from 'zod';
import { idSchema } from './ids.ts';
import { unknownVariables } from './template.ts';
import { isStorable } from './text.ts';

export const quickReplyScopes = ['personal', 'queue', 'company'] as const;
export type QuickReplyScope = (typeof quickReplyScopes)[number];

export interface QuickReplyView {
  id: string;
  scope: QuickReplyScope;
  queue: { id: string; name: string } | null;
  shortcut: string;
  body: string;
  useCount: number;
  /** Whether who asked may change it. */
  isEditable: boolean;
}

const shortcutSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}_-]{1,30}$/u, 'letters, digits, - and _ only');
const bodySchema = z
  .string()
  .trim()
  .min(1)
  .max(4_096)
  .refine(isStorable, 'holds characters that cannot be stored')
  .refine((body) => unknownVariables(body).length === 0, {
    error: ({ input }) => `unknown variable: ${unknownVariables(String(input)).join(', ')}`,
  });

const quickReplyFields = z.object({
  scope: z.enum(quickReplyScopes),
  /** Only with scope `queue`. */
  queueId: idSchema.nullish(),
  shortcut: shortcutSchema,
  body: bodySchema,
});
const queueFits = (input: { scope: QuickReplyScope; queueId?: string | null }) =>
  (input.scope === 'queue') === (input.queueId != null);
const queueProblem = { path: ['queueId'], message: 'a queue belongs to the scope "queue", and to no other' };

export const createQuickReplyInput = quickReplyFields.refine(queueFits, queueProblem);
export type CreateQuickReplyInput = z.input<typeof createQuickReplyInput>;
export const updateQuickReplyInput = quickReplyFields.extend({ id: idSchema }).refine(queueFits, queueProblem);
export type UpdateQuickReplyInput = z.input<typeof updateQuickReplyInput>;
export const quickReplyIdInput = z.object({ id: idSchema });
