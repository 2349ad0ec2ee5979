import type { ReactNode } from 'react';

interface PageHeaderProps {
  title: string;
  back?: ReactNode;
  status?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, back, status, actions }: PageHeaderProps) {
  return (
    <header className="safe-top flex min-h-14 shrink-0 items-center gap-3 border-b bg-panel px-4 md:px-6">
      {back}
      <h1 className="min-w-0 truncate font-semibold text-md">{title}</h1>
      <div className="ml-auto flex shrink-0 items-center gap-3">
        {/* On a phone it is told only when it is not well. */}
        <div className="max-md:[&:not(:has(.bg-danger)):not(:has(.bg-warn))]:sr-only">{status}</div>
        {actions}
      </div>
    </header>
  );
}
