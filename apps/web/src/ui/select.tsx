import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { fieldLook } from './input.tsx';

/** The system's own list: right on a phone, right for a screen reader. */
export function Select({ className, ...props }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select
        className={cn(fieldLook, 'h-9 appearance-none pr-8 max-md:h-11 max-md:text-base', className)}
        {...props}
      />
      <ChevronDown
        aria-hidden="true"
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2.5 text-faint"
        size={15}
      />
    </span>
  );
}
