'use client';

import type { TicketView } from '@tiktickets/core/contracts';
import { useEffect } from 'react';
import { useDesk } from '@/lib/live/desk-provider.tsx';

/** Reading one's own open ticket, or a group, marks it as read, but only while someone is really looking at it. */
export function useMarkRead(ticket: TicketView | undefined): void {
  const { client, apply, me } = useDesk();
  const isMine = ticket?.isGroup || (ticket?.state === 'open' && ticket.agent?.id === me.user.id);
  const id = isMine && ticket.unreadCount > 0 ? ticket.id : null;
  const unreadCount = ticket?.unreadCount ?? 0;

  // The external systems: the window's focus, and the server.
  useEffect(() => {
    if (!id || unreadCount === 0) return;
    const attempt = () => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
      client.tickets.markRead.mutate({ id }).then(
        (view) => apply([{ type: 'ticket', ticket: view }]),
        () => {},
      );
    };
    attempt();
    window.addEventListener('focus', attempt);
    document.addEventListener('visibilitychange', attempt);
    return () => {
      window.removeEventListener('focus', attempt);
      document.removeEventListener('visibilitychange', attempt);
    };
  }, [id, unreadCount, client, apply]);
}
