'use client';

import { useEffect, useRef } from 'react';
import { useDesk } from '@/lib/live/desk-provider.tsx';

const repeatMs = 4_000;
const idleMs = 5_000;

/** Tells the customer that someone is writing: at most every few seconds, and when it stops. */
export function useTypingSignal(ticketId: string): { typed: () => void; stopped: () => void } {
  const { client } = useDesk();
  const state = useRef({ sentAtMs: 0, idle: undefined as ReturnType<typeof setTimeout> | undefined });

  const tell = (active: boolean) => {
    state.current.sentAtMs = active ? Date.now() : 0;
    client.messages.typing.mutate({ ticketId, active }).catch(() => {});
  };
  const stopped = () => {
    clearTimeout(state.current.idle);
    if (state.current.sentAtMs > 0) tell(false);
  };
  const typed = () => {
    if (Date.now() - state.current.sentAtMs > repeatMs) tell(true);
    clearTimeout(state.current.idle);
    state.current.idle = setTimeout(stopped, idleMs);
  };
  // The external system: a timer that must not outlive the composer.
  useEffect(() => {
    const held = state.current;
    return () => clearTimeout(held.idle);
  }, []);
  return { typed, stopped };
}
