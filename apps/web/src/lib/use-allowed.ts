'use client';

import type { Permission } from '@tiktickets/core/contracts';
import { useDesk } from '@/lib/live/desk-provider.tsx';

/** Whether the person may do it. The server decides; this only spares them a refusal. */
export function useAllowed(): (permission: Permission) => boolean {
  const { me } = useDesk();
  return (permission) => me.permissions.includes(permission);
}
