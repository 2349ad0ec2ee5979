'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { patiently } from '@/ui/patiently.ts';
import { MoreKindsTrigger } from './more-kinds-trigger.tsx';

const MoreKinds = dynamic(() => patiently(() => import('./more-kinds.tsx')).then((module) => module.MoreKinds), {
  ssr: false,
  loading: () => <MoreKindsTrigger aria-expanded="true" />,
});

/** Contact, place or poll: loaded when it is first asked for. */
export function MoreKindsButton({ ticketId }: { ticketId: string }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <MoreKinds ticketId={ticketId} />;
  return <MoreKindsTrigger aria-expanded="false" onClick={() => setIsWanted(true)} />;
}
