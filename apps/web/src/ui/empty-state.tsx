import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="grid h-full place-content-center justify-items-center gap-2 p-8 text-center">
      {icon && (
        <span aria-hidden="true" className="mb-1 grid size-11 place-items-center rounded-xl bg-line-soft text-muted">
          {icon}
        </span>
      )}
      <p className="font-semibold">{title}</p>
      {text && <p className="max-w-72 text-muted text-sm">{text}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
