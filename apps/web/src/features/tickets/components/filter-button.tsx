import { ListFilter } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { cn } from '@/ui/cn.ts';

/** How many filters hold is part of its name. */
export function FilterButton({ count, className, ...props }: ComponentProps<'button'> & { count: number }) {
  const t = useTranslations('tickets');
  const name = count > 0 ? t('filtersOn', { count }) : t('filters');
  return (
    <button
      aria-label={name}
      className={cn(
        'grid size-8 shrink-0 place-items-center rounded-md border text-muted hover:border-line-strong hover:text-text max-md:size-11',
        count > 0 && 'border-accent bg-accent-soft text-accent',
        className,
      )}
      title={name}
      type="button"
      {...props}
    >
      <ListFilter aria-hidden="true" size={16} />
    </button>
  );
}
