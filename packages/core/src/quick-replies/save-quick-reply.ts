import { newId, type Scope, sqlState } from '@tiktickets/db';
import {
  type CreateQuickReplyInput,
  createQuickReplyInput,
  type QuickReplyView,
  type UpdateQuickReplyInput,
  updateQuickReplyInput,
} from '../contracts/index.ts';
import { AppError, type Context, notFound, requireUser, type UserActor, write } from '../kernel/index.ts';
import { quickReplyView } from './repository.ts';

type Fields = Pick<CreateQuickReplyInput, 'scope' | 'queueId' | 'shortcut' | 'body'>;

/** @throws {AppError} `forbidden` for a shared one without the right, `conflict` when the shortcut is taken, `not-found` */
export async function createQuickReply(ctx: Context, input: CreateQuickReplyInput): Promise<QuickReplyView> {
  const actor = requireUser(ctx, 'quick-reply:use');
  const fields = createQuickReplyInput.parse(input);
  const id = newId();
  return await store(ctx, async (scope) => {
    const { userId, queueId } = await ownerOf(actor, scope, fields);
    await scope.query(
      `insert into quick_replies (tenant_id, id, user_id, queue_id, shortcut, body)
       values (app_tenant(), $1::uuid, $2::uuid, $3::uuid, $4, $5)`,
      [id, userId, queueId, fields.shortcut, fields.body],
    );
    scope.audit({ action: 'quick-reply.created', entityId: id, after: fields });
    return await quickReplyView(ctx, scope, id);
  });
}

/** @throws {AppError} as `createQuickReply` */
export async function updateQuickReply(ctx: Context, input: UpdateQuickReplyInput): Promise<QuickReplyView> {
  const actor = requireUser(ctx, 'quick-reply:use');
  const { id, ...fields } = updateQuickReplyInput.parse(input);
  return await store(ctx, async (scope) => {
    const before = await quickReplyView(ctx, scope, id);
    requireEditable(before);
    const { userId, queueId } = await ownerOf(actor, scope, fields);
    await scope.query(
      'update quick_replies set user_id = $2::uuid, queue_id = $3::uuid, shortcut = $4, body = $5 where id = $1::uuid',
      [id, userId, queueId, fields.shortcut, fields.body],
    );
    scope.audit({ action: 'quick-reply.updated', entityId: id, before, after: fields });
    return await quickReplyView(ctx, scope, id);
  });
}

export function requireEditable({ isEditable }: QuickReplyView): void {
  if (!isEditable) throw sharedOnes();
}

const sharedOnes = () =>
  new AppError('forbidden', 'shared quick replies are kept by whoever manages them', {
    details: { permission: 'quick-reply:manage' },
  });

/** Whose it is to be. Somebody without a queue's sight cannot write for it. */
async function ownerOf(
  actor: UserActor,
  scope: Scope,
  fields: Fields,
): Promise<{ userId: string | null; queueId: string | null }> {
  if (fields.scope === 'personal') return { userId: actor.userId, queueId: null };
  if (!actor.permissions.includes('quick-reply:manage')) throw sharedOnes();
  const queueId = fields.queueId ?? null;
  if (queueId !== null) {
    const isOurs = actor.viewer.readAll || actor.viewer.queueIds.includes(queueId);
    const known = isOurs ? await scope.query('select from queues where id = $1::uuid', [queueId]) : [];
    if (known.length === 0) throw notFound('queueId');
  }
  return { userId: null, queueId };
}

async function store(ctx: Context, work: Parameters<typeof write<QuickReplyView>>[1]): Promise<QuickReplyView> {
  try {
    return await write(ctx, work);
  } catch (error) {
    if (sqlState(error) === '23505')
      throw new AppError('conflict', 'this shortcut is taken', { field: 'shortcut', cause: error });
    throw error;
  }
}
