'use client';

import type { ComponentProps, ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { Tooltip } from './tooltip.tsx';

type IconButtonProps = Omit<ComponentProps<typeof Button>, 'aria-label' | 'children'> & {
  label: string;
  /** Why it cannot be used now. The button stays focusable so that the reason can be read. */
  unavailable?: string;
  hint?: ReactNode;
  side?: ComponentProps<typeof Tooltip>['side'];
  children: ReactNode;
};

export function IconButton({ label, unavailable, hint, side, className, onClick, ...props }: IconButtonProps) {
  return (
    <Tooltip side={side} text={unavailable ?? hint ?? label}>
      <Button
        aria-disabled={unavailable ? true : undefined}
        aria-label={label}
        className={cn(unavailable && 'cursor-not-allowed hover:bg-transparent hover:text-muted', className)}
        onClick={unavailable ? undefined : onClick}
        size="icon"
        tone="ghost"
        {...props}
      />
    </Tooltip>
  );
}
