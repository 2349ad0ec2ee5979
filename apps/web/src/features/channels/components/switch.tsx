'use client';

import { Switch as Radix } from 'radix-ui';
import { useId } from 'react';

export function Switch({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  const id = useId();
  return (
    <div className="flex min-h-9 items-center justify-between gap-3">
      <label className="font-medium text-sm" htmlFor={id}>
        {label}
      </label>
      <Radix.Root
        checked={isOn}
        className="h-5 w-9 shrink-0 rounded-full bg-line-strong p-0.5 data-[state=checked]:bg-accent"
        id={id}
        onCheckedChange={onChange}
      >
        <Radix.Thumb className="block size-4 rounded-full bg-panel transition-transform data-[state=checked]:translate-x-4" />
      </Radix.Root>
    </div>
  );
}
