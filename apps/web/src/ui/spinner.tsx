import { LoaderCircle } from 'lucide-react';

export function Spinner({ label, sizePx = 16 }: { label: string; sizePx?: number }) {
  return (
    <span className="inline-flex animate-late text-faint" role="status">
      <LoaderCircle aria-hidden="true" className="animate-spin-slow" size={sizePx} />
      <span className="sr-only">{label}</span>
    </span>
  );
}
