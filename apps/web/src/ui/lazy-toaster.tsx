'use client';

import dynamic from 'next/dynamic';
import { patiently } from './patiently.ts';

export const LazyToaster = dynamic(() => patiently(() => import('./toaster.tsx')).then(({ Toaster }) => Toaster), {
  ssr: false,
});
