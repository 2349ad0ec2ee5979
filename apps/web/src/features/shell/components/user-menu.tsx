'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { patiently } from '@/ui/patiently.ts';
import { UserButton } from './user-button.tsx';

const UserMenuContent = dynamic(
  () => patiently(() => import('./user-menu-content.tsx')).then((module) => module.UserMenuContent),
  {
    ssr: false,
    loading: () => <UserButton aria-expanded="true" aria-haspopup="menu" />,
  },
);

export function UserMenu({ onShowShortcuts }: { onShowShortcuts?: () => void }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <UserMenuContent onShowShortcuts={onShowShortcuts} />;
  return <UserButton aria-expanded="false" aria-haspopup="menu" onClick={() => setIsWanted(true)} />;
}
