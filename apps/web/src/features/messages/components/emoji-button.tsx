'use client';

import { Smile } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';

const EmojiPicker = dynamic(() => import('./emoji-picker.tsx'), { ssr: false });

export function EmojiButton({ onPick, onClosed }: { onPick: (emoji: string) => void; onClosed: () => void }) {
  const t = useTranslations('composer');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover.Root onOpenChange={setIsOpen} open={isOpen}>
      <Popover.Trigger asChild>
        <Button aria-label={t('emoji')} size="icon" title={t('emoji')} tone="ghost">
          <Smile size={18} />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          aria-label={t('emoji')}
          className="z-50 animate-appear rounded-lg border bg-panel shadow-floating"
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
          side="top"
          sideOffset={8}
        >
          <EmojiPicker
            onPick={(emoji) => {
              onPick(emoji);
              setIsOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
