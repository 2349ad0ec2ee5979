import type { ReactNode } from 'react';

export function AuthCard({ title, subtitle, children }: { title: string; subtitle: string; children: ReactNode }) {
  return (
    <div className="w-full max-w-sm">
      <div aria-hidden="true" className="mb-5 flex items-center gap-2.5">
        <span className="grid size-9 place-items-center rounded-[10px] bg-accent font-bold text-accent-ink text-md">
          tt
        </span>
        <span className="font-semibold text-md">TikTickets</span>
      </div>
      <div className="rounded-xl border bg-panel p-6 max-md:p-5">
        <h1 className="font-semibold text-lg">{title}</h1>
        <p className="mt-0.5 mb-5 text-muted text-sm">{subtitle}</p>
        {children}
      </div>
    </div>
  );
}

export const FormAlert = ({ children }: { children: ReactNode }) => (
  <p className="rounded-md bg-danger-soft px-3 py-2 text-danger text-sm" role="alert">
    {children}
  </p>
);
