import type { Scope } from '@tiktickets/db';
import type { MessageView } from '../contracts/index.ts';
import { type MessageRow, messageColumns, messageJoins, presentMessage } from './present.ts';

/** Views of these messages, in no order. The caller has checked that their tickets may be seen. */
export async function messageViews(scope: Scope, ids: readonly string[]): Promise<MessageView[]> {
  if (ids.length === 0) return [];
  const rows = await scope.query<MessageRow>(
    `select ${messageColumns} from messages m ${messageJoins} where m.id = any($1::uuid[]) and m.target_id is null and m.discarded_at is null`,
    [[...ids]],
  );
  return rows.map(presentMessage);
}
