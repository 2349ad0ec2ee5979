'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { Copy, Download, Forward, Pencil, Reply, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Menu, MenuItem, MenuLine, MenuPicks } from '@/ui/menu.tsx';
import { notify } from '@/ui/notify.ts';
import { patiently } from '@/ui/patiently.ts';
import { downloadSource } from '../content/media-source.ts';
import { useChanges } from '../hooks/use-changes.ts';
import { type MessageTask, possibleWith } from '../message-rules.ts';
import { MessageMenuButton } from './message-menu-button.tsx';

const MessageDialog = dynamic(
  () => patiently(() => import('./message-dialog.tsx')).then((module) => module.MessageDialog),
  {
    ssr: false,
  },
);

const quickEmoji = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

interface MessageMenuProps {
  message: MessageView;
  /** Null for whoever may only look. */
  onReply: (() => void) | null;
}

/** Loaded, and open, when it is first asked for. */
export function MessageMenu({ message, onReply }: MessageMenuProps) {
  const t = useTranslations('messages.menu');
  const { react } = useChanges();
  const [task, setTask] = useState<MessageTask | null>(null);
  // The answer begins when the menu has let go of the focus.
  const isReplying = useRef(false);
  const { body, media } = message;
  const mayAnswer = onReply !== null;
  const possible = possibleWith(message, Date.now());
  const ours = message.reactions.find((reaction) => reaction.isOurs)?.emoji;
  const copy = () => {
    void navigator.clipboard?.writeText(body ?? '').then(
      () => notify({ text: t('copied') }),
      () => notify({ tone: 'error', text: t('copyFailed') }),
    );
  };
  return (
    <>
      <Menu
        onCloseAutoFocus={(event) => {
          if (!isReplying.current) return;
          isReplying.current = false;
          event.preventDefault();
          onReply?.();
        }}
        trigger={<MessageMenuButton />}
      >
        {mayAnswer && possible.react && (
          <>
            <MenuPicks
              label={t('react')}
              nameOf={(emoji) => t(emoji === ours ? 'takeBack' : 'reactWith', { emoji })}
              onPick={(emoji) => react(message, emoji === ours ? '' : emoji)}
              options={quickEmoji}
              picked={ours}
            />
            <MenuLine />
          </>
        )}
        {mayAnswer && (
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
        {possible.forward && (
          <MenuItem icon={<Forward size={15} />} onSelect={() => setTask('forward')}>
            {t('forward')}
          </MenuItem>
        )}
        {mayAnswer && possible.edit && (
          <MenuItem icon={<Pencil size={15} />} onSelect={() => setTask('edit')}>
            {t('edit')}
          </MenuItem>
        )}
        {mayAnswer && possible.remove && (
          <MenuItem icon={<Trash2 size={15} />} onSelect={() => setTask('delete')}>
            {t('delete')}
          </MenuItem>
        )}
      </Menu>
      {task && <MessageDialog message={message} onClose={() => setTask(null)} task={task} />}
    </>
  );
}
