import type { MessageView } from '@tiktickets/core/contracts';
import { formatPhone } from '@/lib/format/phone.ts';
import { senderColor } from '../content/sender-color.ts';

/** Which member of a group wrote it: the name in their colour, and the number where the name is not it. */
export function SenderName({ sender }: { sender: NonNullable<MessageView['sender']> }) {
  const { id, name, phone } = sender;
  return (
    <div className="mb-0.5 flex min-w-0 items-baseline gap-1.5 text-xs">
      <span className="truncate font-semibold" style={{ color: senderColor(id) }}>
        <bdi>{name}</bdi>
      </span>
      {phone && !name.startsWith('+') && (
        <span className="tabular shrink-0 text-2xs text-muted">{formatPhone(phone)}</span>
      )}
    </div>
  );
}
