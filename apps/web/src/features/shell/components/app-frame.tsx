'use client';

import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';
import { patiently } from '@/ui/patiently.ts';
import { useGlobalShortcuts } from '../hooks/use-global-shortcuts.ts';
import { MainNav } from './main-nav.tsx';

const CheatSheet = dynamic(() => patiently(() => import('./cheat-sheet.tsx')).then((module) => module.CheatSheet), {
  ssr: false,
});
const Palette = dynamic(() => patiently(() => import('./palette.tsx')).then((module) => module.Palette), {
  ssr: false,
});

export function AppFrame({ children }: { children: ReactNode }) {
  const isInConversation = /^\/tickets\/./.test(usePathname());
  const layers = useGlobalShortcuts();
  return (
    <div className="grid h-dvh grid-rows-[minmax(0,1fr)_auto] md:grid-cols-[56px_minmax(0,1fr)] md:grid-rows-1">
      <MainNav className={cn(isInConversation && 'max-md:hidden')} onShowShortcuts={() => layers.show('shortcuts')} />
      <main className="min-h-0 min-w-0 max-md:row-start-1">{children}</main>
      {layers.shown === 'shortcuts' && <CheatSheet onClose={layers.hide} />}
      {layers.shown === 'palette' && <Palette onClose={layers.hide} />}
    </div>
  );
}
