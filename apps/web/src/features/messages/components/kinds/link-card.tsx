'use client';

import type { MessageDetails } from '@tiktickets/core/contracts';
import { Link2 } from 'lucide-react';
import { MessageText } from '../message-text.tsx';

type LinkDetails = Extract<MessageDetails, { kind: 'link' }>;

/** What the sender's phone said about an address; nothing is fetched from there. */
export function LinkCard({ details, body }: { details: LinkDetails; body: string }) {
  const { url, title, description } = details;
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return (
    <div className="max-w-96">
      {isWeb && (title || description) && (
        <a
          className="group/link mb-1.5 block rounded-lg border-accent border-l-[3px] bg-panel px-2.5 py-1.5"
          href={url}
          rel="noopener noreferrer"
          target="_blank"
        >
          {title && (
            <span className="line-clamp-2 font-semibold group-hover/link:underline" dir="auto">
              {title}
            </span>
          )}
          {description && (
            <span className="line-clamp-2 text-muted text-xs" dir="auto">
              {description}
            </span>
          )}
          <span className="mt-0.5 flex items-center gap-1 text-muted text-xs">
            <Link2 aria-hidden="true" className="shrink-0" size={12} />
            <span className="truncate">{new URL(url).host}</span>
          </span>
        </a>
      )}
      <MessageText text={body} />
    </div>
  );
}
