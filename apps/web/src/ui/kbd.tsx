import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export const Kbd = ({ className, children }: { className?: string; children: ReactNode }) => (
  <kbd
    className={cn(
      'inline-grid h-[18px] min-w-[18px] place-items-center rounded border border-line bg-panel px-1 font-mono text-2xs text-faint',
      className,
    )}
  >
    {children}
  </kbd>
);
