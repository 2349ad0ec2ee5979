'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { Copy, Download, Reply } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Menu, MenuItem } from '@/ui/menu.tsx';
import { notify } from '@/ui/notify.ts';
import { downloadSource } from '../content/media-source.ts';
import { MessageMenuButton } from './message-menu-button.tsx';

/** Loaded, and open, when it is first asked for. */
export function MessageMenu({ message, onReply }: { message: MessageView; onReply: (() => void) | null }) {
  const t = useTranslations('messages.menu');
  // The answer begins when the menu has let go of the focus.
  const isReplying = useRef(false);
  const { body, media } = message;
  const copy = () => {
    void navigator.clipboard?.writeText(body ?? '').then(
      () => notify({ text: t('copied') }),
      () => notify({ tone: 'error', text: t('copyFailed') }),
    );
  };
  return (
    <Menu
      onCloseAutoFocus={(event) => {
        if (!isReplying.current) return;
        isReplying.current = false;
        event.preventDefault();
        onReply?.();
      }}
      trigger={<MessageMenuButton />}
    >
      {onReply && (
        <MenuItem
          icon={<Reply size={15} />}
          onSelect={() => {
            isReplying.current = true;
          }}
        >
          {t('reply')}
        </MenuItem>
      )}
      {body && (
        <MenuItem icon={<Copy size={15} />} onSelect={copy}>
          {t('copy')}
        </MenuItem>
      )}
      {media?.state === 'stored' && (
        <MenuItem icon={<Download size={15} />} onSelect={() => window.location.assign(downloadSource(media.id))}>
          {t('download')}
        </MenuItem>
      )}
    </Menu>
  );
}
