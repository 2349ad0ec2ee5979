import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

const look = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-semibold transition-colors duration-100 disabled:pointer-events-none disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        primary: 'border-accent bg-accent text-accent-ink hover:border-accent-hover hover:bg-accent-hover',
        plain: 'border-line bg-panel text-text hover:border-line-strong hover:bg-hover',
        ghost: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text',
        danger: 'border-danger bg-danger text-panel hover:opacity-90',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs max-md:h-11 max-md:px-3 max-md:text-sm',
        md: 'h-8 px-3 max-md:h-11 max-md:px-4',
        lg: 'h-10 px-4 max-md:h-11',
        icon: 'size-8 max-md:size-11',
      },
    },
    defaultVariants: { tone: 'plain', size: 'md' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof look> & { asChild?: boolean };

export function Button({ tone, size, asChild, className, type, ...props }: ButtonProps) {
  const Component = asChild ? Slot.Root : 'button';
  return (
    <Component className={cn(look({ tone, size }), className)} type={asChild ? type : (type ?? 'button')} {...props} />
  );
}
