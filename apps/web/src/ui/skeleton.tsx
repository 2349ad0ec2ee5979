import { cn } from './cn.ts';

/** A grey bar that shows only when waiting takes longer than 200 ms. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden="true" className={cn('block animate-late rounded bg-line-soft', className)} />
);
