import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const fieldLook =
  'w-full rounded-md border border-line bg-bg px-3 text-text placeholder:text-faint transition-colors duration-100 hover:border-line-strong focus-visible:border-accent focus-visible:outline-none focus-visible:ring-3 focus-visible:ring-accent-soft aria-invalid:border-danger';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(fieldLook, 'h-9 max-md:h-11 max-md:text-base', className)} {...props} />;
}
