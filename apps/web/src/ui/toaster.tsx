'use client';

import { useTheme } from 'next-themes';
import { Toaster as Sonner } from 'sonner';

/** Only for what cannot be seen on the screen itself. */
export function Toaster({ label }: { label: string }) {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      containerAriaLabel={label}
      offset={{ bottom: 20, left: 20 }}
      mobileOffset={{ bottom: 76 }}
      position="bottom-left"
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      toastOptions={{
        classNames: {
          toast: '!rounded-lg !border-line !bg-panel !text-text !shadow-floating !font-sans',
          actionButton: '!bg-accent !text-accent-ink',
        },
      }}
    />
  );
}
