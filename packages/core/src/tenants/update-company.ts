import { type CompanyView, type UpdateCompanyInput, updateCompanyInput } from '../contracts/index.ts';
import { type Context, notFound, requireUser, write } from '../kernel/index.ts';
import { companyView } from './company-settings.ts';

/** Changes what holds for the whole company. @throws {AppError} `forbidden`, `invalid-input` */
export async function updateCompany(ctx: Context, input: UpdateCompanyInput): Promise<CompanyView> {
  requireUser(ctx, 'company:manage');
  const { deletedMessages } = updateCompanyInput.parse(input);
  return await write(ctx, async (scope) => {
    const [before] = await scope.query<{ deleted_messages: string }>(
      'select deleted_messages from tenants where id = app_tenant() for no key update',
      [],
    );
    if (!before) throw notFound('company');
    if (before.deleted_messages !== deletedMessages) {
      await scope.query('update tenants set deleted_messages = $1 where id = app_tenant()', [deletedMessages]);
      scope.audit({
        action: 'company.update',
        entityId: ctx.tenantId,
        before: { deletedMessages: before.deleted_messages },
        after: { deletedMessages },
      });
    }
    return await companyView(scope);
  });
}
