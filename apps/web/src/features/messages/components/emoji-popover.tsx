'use client';

import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { EmojiPicker } from './emoji-picker.tsx';
import { EmojiTrigger } from './emoji-trigger.tsx';

/** Loaded, and open, when it is first asked for. */
export function EmojiPopover({ onPick, onClosed }: { onPick: (emoji: string) => void; onClosed: () => void }) {
  const t = useTranslations('composer');
  const [isOpen, setIsOpen] = useState(true);
  return (
    <Popover.Root onOpenChange={setIsOpen} open={isOpen}>
      <Popover.Trigger asChild>
        <EmojiTrigger />
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
