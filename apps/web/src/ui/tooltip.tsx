'use client';

import { Slot } from 'radix-ui';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { cn } from './cn.ts';

type Side = 'top' | 'right' | 'bottom';
type TooltipProps = { text: ReactNode; side?: Side; children: ReactNode };

const delayMs = 350;
const gapPx = 7;
const edgePx = 8;

/** A few words about what is pointed at or focused. Touch has no hover, so nothing essential may stand only here. */
export function Tooltip({ text, side = 'top', children }: TooltipProps) {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const hide = () => {
    clearTimeout(timer.current);
    setAnchor(null);
  };
  const show = (element: Element, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => element.isConnected && setAnchor(element.getBoundingClientRect()), afterMs);
  };
  // The external system: a timer that must not outlive the element.
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <>
      <Slot.Root
        aria-describedby={anchor ? id : undefined}
        onBlur={hide}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && show(event.currentTarget, 0)}
        onPointerDown={hide}
        onPointerEnter={(event) => event.pointerType === 'mouse' && show(event.currentTarget, delayMs)}
        onPointerLeave={hide}
      >
        {children}
      </Slot.Root>
      {anchor && createPortal(<Bubble anchor={anchor} id={id} side={side} text={text} />, document.body)}
    </>
  );
}

const shift: Record<Side, string> = {
  top: '-translate-x-1/2 -translate-y-full',
  bottom: '-translate-x-1/2',
  right: '-translate-y-1/2',
};

function Bubble({ anchor, side, text, id }: { anchor: DOMRect; side: Side; text: ReactNode; id: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [nudgePx, setNudgePx] = useState(0);
  // The external system: the edges of the window.
  useEffect(() => {
    const rect = box.current?.getBoundingClientRect();
    if (!rect) return;
    setNudgePx(Math.max(0, edgePx - rect.left) - Math.max(0, rect.right - (window.innerWidth - edgePx)));
  }, []);
  const left = side === 'right' ? anchor.right + gapPx : anchor.left + anchor.width / 2;
  const top = { top: anchor.top - gapPx, bottom: anchor.bottom + gapPx, right: anchor.top + anchor.height / 2 }[side];
  return (
    <div
      className={cn(
        'pointer-events-none fixed z-50 max-w-64 animate-appear rounded-md bg-text px-2 py-1 text-bg text-xs shadow-floating',
        shift[side],
      )}
      id={id}
      ref={box}
      role="tooltip"
      style={{ left: left + nudgePx, top }}
    >
      {text}
    </div>
  );
}
