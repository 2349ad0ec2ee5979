import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

const pill = cva('inline-flex h-[18px] items-center gap-1 whitespace-nowrap rounded-full px-[7px] text-2xs', {
  variants: {
    tone: {
      quiet: 'bg-line-soft text-muted',
      accent: 'bg-accent-soft text-accent',
      warn: 'bg-warn-soft text-warn',
      info: 'bg-info-soft text-info',
      danger: 'bg-danger-soft text-danger',
    },
  },
  defaultVariants: { tone: 'quiet' },
});

export function Pill({ tone, className, ...props }: ComponentProps<'span'> & VariantProps<typeof pill>) {
  return <span className={cn(pill({ tone }), className)} {...props} />;
}

/** A number of things waiting; "99+" beyond two digits. */
export function CountBadge({ count, className, ...props }: ComponentProps<'span'> & { count: number }) {
  return (
    <span
      className={cn(
        'tabular inline-grid h-[18px] min-w-[18px] place-items-center rounded-full bg-accent px-[5px] font-semibold text-2xs text-accent-ink leading-none',
        className,
      )}
      {...props}
    >
      {count > 99 ? '99+' : count}
    </span>
  );
}
