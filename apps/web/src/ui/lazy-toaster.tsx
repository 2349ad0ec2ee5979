'use client';

import dynamic from 'next/dynamic';

export const LazyToaster = dynamic(() => import('./toaster.tsx').then(({ Toaster }) => Toaster), { ssr: false });
