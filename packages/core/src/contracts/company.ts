import { z } from 'zod';

/** What people see of a message that was taken back: what it said, or only that there was one. */
export const deletedMessagesSchema = z.enum(['keep', 'hide']);

export const companyViewSchema = z.object({
  name: z.string(),
  deletedMessages: deletedMessagesSchema,
  /** Files that are kept for this company. */
  storage: z.object({ files: z.number().int(), bytes: z.number() }),
});
export type CompanyView = z.infer<typeof companyViewSchema>;

export const updateCompanyInput = z.object({ deletedMessages: deletedMessagesSchema });
export type UpdateCompanyInput = z.input<typeof updateCompanyInput>;
