'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useMemo } from 'react';
import { Viewer } from './viewer.tsx';

interface MediaViewerProps {
  messages: readonly MessageView[];
  messageId: string;
  contactName: string;
  onShow: (messageId: string) => void;
  onClose: () => void;
}

export function MediaViewer({ messages, ...props }: MediaViewerProps) {
  const items = useMemo(
    () =>
      messages.flatMap((message) => {
        const { media } = message;
        const isShown = media?.state === 'stored' && (media.kind === 'image' || media.kind === 'video');
        return media && isShown ? [{ message, media }] : [];
      }),
    [messages],
  );
  return <Viewer items={items} {...props} />;
}
