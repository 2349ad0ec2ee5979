import type { QueueView } from '../contracts/index.ts';
import { type Context, read } from '../kernel/index.ts';

export function listQueues(ctx: Context): Promise<QueueView[]> {
  return read(ctx, (scope) => scope.query<QueueView>('select id, name, color from queues order by position, name'));
}
