import type { TicketView } from '@tiktickets/core/contracts';

const colors: Record<TicketView['channel']['kind'], string> = { whatsapp: '#1f9d5f' };

/** The small mark on an avatar that says where the conversation takes place. */
export const ChannelGlyph = ({ kind }: { kind: TicketView['channel']['kind'] }) => (
  <span className="absolute -right-0.5 -bottom-0.5 grid size-4 place-items-center rounded-full bg-panel">
    <svg aria-hidden="true" fill="none" height="12" viewBox="0 0 12 12" width="12">
      <path d="M6 .8a5.2 5.2 0 0 0-4.5 7.8L.8 11.2l2.7-.7A5.2 5.2 0 1 0 6 .8Z" fill={colors[kind]} />
      <path
        d="M4.3 3.7c-.4.2-.6.7-.4 1.3.5 1.5 1.7 2.7 3.2 3.1.6.1 1.1-.1 1.3-.6l-1.2-.8-.5.4c-.7-.3-1.2-.8-1.5-1.5l.4-.5-.7-1.3Z"
        fill="#fff"
      />
    </svg>
  </span>
);
