'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useState } from 'react';

/**
 * Where the unread messages began when this conversation was opened. It stays there while it is read, and is gone when
 * it is opened again.
 */
export function useUnreadMarker(messages: readonly MessageView[], unreadCount: number) {
  const [marker] = useState(() => {
    const incoming = messages.filter((message) => message.direction === 'in');
    const first = unreadCount > 0 ? incoming.at(-Math.min(unreadCount, incoming.length)) : undefined;
    return first ? { beforeId: first.id, count: unreadCount } : null;
  });
  return marker;
}
