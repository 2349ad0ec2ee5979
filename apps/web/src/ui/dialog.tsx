'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  closeLabel: string;
  /** `sheet` slides over the whole height at the right edge (the whole screen on a phone). */
  variant?: 'dialog' | 'sheet';
  isTitleHidden?: boolean;
  className?: string;
  children: ReactNode;
}

export function Dialog({ variant = 'dialog', ...props }: DialogProps) {
  const { open, onOpenChange, title, description, closeLabel, isTitleHidden, className, children } = props;
  return (
    <Radix.Root onOpenChange={onOpenChange} open={open}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={description ? undefined : ''}
          className={cn(
            'fixed z-40 flex flex-col bg-panel shadow-floating focus-visible:outline-none',
            variant === 'dialog'
              ? '-translate-x-1/2 -translate-y-1/2 top-1/2 left-1/2 max-h-[90dvh] w-[calc(100vw-2rem)] max-w-md animate-appear overflow-y-auto rounded-xl p-5'
              : 'safe-top safe-bottom inset-y-0 right-0 w-full max-w-md animate-appear overflow-y-auto p-4',
            className,
          )}
        >
          <div className={cn('mb-3 flex items-start gap-2 max-md:items-center', isTitleHidden && 'sr-only')}>
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-md">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <Button aria-label={closeLabel} className="-mt-1.5 -mr-1.5" size="icon" tone="ghost">
                <X size={17} />
              </Button>
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
