'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { patiently } from '@/ui/patiently.ts';
import { EmojiTrigger } from './emoji-trigger.tsx';

const EmojiPopover = dynamic(
  () => patiently(() => import('./emoji-popover.tsx')).then((module) => module.EmojiPopover),
  {
    ssr: false,
    loading: () => <EmojiTrigger aria-expanded="true" aria-haspopup="dialog" />,
  },
);

export function EmojiButton(props: { onPick: (emoji: string) => void; onClosed: () => void }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <EmojiPopover {...props} />;
  return <EmojiTrigger aria-expanded="false" aria-haspopup="dialog" onClick={() => setIsWanted(true)} />;
}
