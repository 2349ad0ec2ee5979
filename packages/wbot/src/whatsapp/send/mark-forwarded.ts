import type { proto } from 'baileys';
import { unwrap } from '../decode/unwrap.ts';

const hasContext = (part: unknown): part is { contextInfo?: proto.IContextInfo | null } =>
  typeof part === 'object' && part !== null;

/** The mark that phones show on a message which came from another chat. */
export function markForwarded(message: proto.IMessage): proto.IMessage {
  for (const [name, part] of Object.entries(unwrap(message).message)) {
    if (name === 'messageContextInfo' || !hasContext(part)) continue;
    part.contextInfo = { ...part.contextInfo, isForwarded: true, forwardingScore: 1 };
  }
  return message;
}
