'use client';

import { Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Kbd } from '@/ui/kbd.tsx';
import { useTicketRoute } from '../hooks/use-ticket-route.ts';

const settleMs = 250;

export function SearchBox() {
  const t = useTranslations('tickets');
  const { route, go } = useTicketRoute();
  const [text, setText] = useState(route.search);
  const [shown, setShown] = useState(route.search);
  const latest = useRef(go);
  // Back and forward change the address from outside; the field follows.
  if (shown !== route.search) {
    setShown(route.search);
    if (text.trim() !== route.search) setText(route.search);
  }
  // The external system: the address bar, a moment after the last keystroke.
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    const words = text.trim().slice(0, 100);
    if (words === route.search) return;
    const timer = setTimeout(() => latest.current({ search: words }, 'replace'), settleMs);
    return () => clearTimeout(timer);
  }, [text, route.search]);

  return (
    <div className="relative min-w-0 flex-1">
      <Search aria-hidden="true" className="-translate-y-1/2 absolute top-1/2 left-2.5 text-faint" size={16} />
      <input
        aria-label={t('search')}
        className="h-8 w-full rounded-md border bg-bg pr-9 pl-8 text-text placeholder:text-faint hover:border-line-strong focus-visible:border-accent focus-visible:outline-none focus-visible:ring-3 focus-visible:ring-accent-soft max-md:h-11 max-md:text-base [&::-webkit-search-cancel-button]:hidden"
        data-list-search
        maxLength={100}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (text) setText('');
          else event.currentTarget.blur();
        }}
        placeholder={t('searchPlaceholder')}
        type="search"
        value={text}
      />
      {text ? (
        <button
          aria-label={t('clearSearch')}
          className="absolute inset-y-0 right-0 grid w-9 place-items-center text-faint hover:text-text"
          onClick={() => setText('')}
          type="button"
        >
          <X size={15} />
        </button>
      ) : (
        <span aria-hidden="true" className="-translate-y-1/2 absolute top-1/2 right-2 grid max-md:hidden">
          <Kbd>/</Kbd>
        </span>
      )}
    </div>
  );
}
