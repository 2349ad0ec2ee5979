'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useShortcuts } from '@/lib/shortcuts.ts';

type Layer = 'shortcuts' | 'palette';

export function useGlobalShortcuts() {
  const router = useRouter();
  const [shown, setShown] = useState<Layer | null>(null);
  useShortcuts({
    '?': () => setShown('shortcuts'),
    'mod+k': () => setShown('palette'),
    'g t': () => router.push('/tickets'),
    'g d': () => router.push('/dashboard'),
    'g c': () => router.push('/contacts'),
    'g s': () => router.push('/settings'),
  });
  return { shown, show: setShown, hide: () => setShown(null) };
}
