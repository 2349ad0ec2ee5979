import type { InfiniteData } from '@tanstack/react-query';
import type { MessagePage, MessageView } from '@tiktickets/core/contracts';

export type MessagePages = InfiniteData<MessagePage, string | null>;

/**
 * Merges one message into the loaded part of a conversation (newest first). The same message is recognised by its id or
 * by the client id of the browser that sent it; an older version never replaces a newer one.
 */
export function upsertMessage(pages: MessagePages, message: MessageView): MessagePages {
  const held = findMessage(pages, message);
  if (held && held.rev >= message.rev) return pages;
  if (held?.id === message.id) {
    return mapItems(pages, (items) => items.map((item) => (item.id === held.id ? message : item)));
  }
  const without = held ? mapItems(pages, (items) => items.filter((item) => item.id !== held.id)) : pages;
  return insert(without, message);
}

/** It was discarded. The same pages when they do not hold it. */
export function removeMessage(pages: MessagePages, messageId: string): MessagePages {
  const isHeld = pages.pages.some((page) => page.items.some((item) => item.id === messageId));
  return isHeld ? mapItems(pages, (items) => items.filter((item) => item.id !== messageId)) : pages;
}

/** Ids are minted in the order in which messages became known here, and the pages follow them. */
export function isNewer(a: MessageView, b: MessageView): boolean {
  return a.id > b.id;
}

function findMessage(pages: MessagePages, message: MessageView): MessageView | undefined {
  const isSame = (item: MessageView) =>
    item.id === message.id || (message.clientId !== null && item.clientId === message.clientId);
  for (const page of pages.pages) {
    const found = page.items.find(isSame);
    if (found) return found;
  }
  return undefined;
}

function insert(pages: MessagePages, message: MessageView): MessagePages {
  const lastIndex = pages.pages.length - 1;
  const pageIndex = pages.pages.findIndex((page) => page.items.some((item) => isNewer(message, item)));
  if (pageIndex < 0) {
    const isComplete = pages.pages[lastIndex]?.nextCursor === null;
    return isComplete ? replacePage(pages, lastIndex, (items) => [...items, message]) : pages;
  }
  return replacePage(pages, pageIndex, (items) => {
    const at = items.findIndex((item) => isNewer(message, item));
    return items.toSpliced(at, 0, message);
  });
}

function replacePage(pages: MessagePages, at: number, change: (items: MessageView[]) => MessageView[]): MessagePages {
  return {
    ...pages,
    pages: pages.pages.map((page, index) => (index === at ? { ...page, items: change(page.items) } : page)),
  };
}

function mapItems(pages: MessagePages, change: (items: MessageView[]) => MessageView[]): MessagePages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) };
}
