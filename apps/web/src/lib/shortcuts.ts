'use client';

import { useEffect, useRef } from 'react';

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

const sequenceMs = 900;
/** Layers, and an editor that is loading: whoever begins to write in it must not close the ticket with an e. */
const taken = '[role="dialog"],[role="menu"],[data-editor-comes]';
let leader: { key: string; atMs: number } | null = null;

/**
 * Single keys and `g x` pairs, never while someone types or a layer is open. Keys are `event.key` in lower case;
 * `mod+k` is Ctrl or ⌘ and works everywhere.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  // The external system: the keyboard. Handlers change with every render; the listener stays.
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const run = find(event, latest.current);
      if (!run) return;
      event.preventDefault();
      run(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function find(event: KeyboardEvent, shortcuts: Shortcuts) {
  if (event.defaultPrevented || event.isComposing) return undefined;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return shortcuts[`mod+${key}`];
  if (event.altKey || isTyping(event.target) || document.querySelector(taken)) return undefined;
  if (key === 'g') {
    leader = { key, atMs: Date.now() };
    return undefined;
  }
  if (leader && Date.now() - leader.atMs < sequenceMs) {
    const pair = shortcuts[`${leader.key} ${key}`];
    if (pair) return pair;
  }
  return shortcuts[key];
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
