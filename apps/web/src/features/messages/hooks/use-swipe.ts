'use client';

import { type TouchEvent, useRef } from 'react';

const triggerPx = 56;
const farthestPx = 76;

/** A finger drawn to the right. The element follows it a little; beyond the mark, letting go acts. */
export function useSwipe(onSwipe: (() => void) | null) {
  const start = useRef<{ x: number; y: number; isSideways: boolean } | null>(null);
  if (!onSwipe) return {};
  const move = (element: HTMLElement, px: number) => {
    element.style.transform = px > 0 ? `translateX(${px}px)` : '';
    element.style.transition = px > 0 ? 'none' : 'transform 120ms ease-out';
  };
  const reach = (touch: { clientX: number }) =>
    start.current?.isSideways ? Math.min(farthestPx, touch.clientX - start.current.x) : 0;
  return {
    onTouchStart(event: TouchEvent<HTMLElement>) {
      const touch = event.touches[0];
      const isOnSlider = event.target instanceof HTMLInputElement;
      start.current = touch && !isOnSlider ? { x: touch.clientX, y: touch.clientY, isSideways: false } : null;
    },
    onTouchMove(event: TouchEvent<HTMLElement>) {
      const touch = event.touches[0];
      if (!start.current || !touch) return;
      const [right, down] = [touch.clientX - start.current.x, Math.abs(touch.clientY - start.current.y)];
      if (!start.current.isSideways && down > 12) start.current = null;
      else if (right > 12 && right > 2 * down) start.current.isSideways = true;
      move(event.currentTarget, reach(touch));
    },
    onTouchEnd(event: TouchEvent<HTMLElement>) {
      const touch = event.changedTouches[0];
      const isFarEnough = touch !== undefined && reach(touch) >= triggerPx;
      move(event.currentTarget, 0);
      start.current = null;
      if (isFarEnough) onSwipe();
    },
    onTouchCancel(event: TouchEvent<HTMLElement>) {
      move(event.currentTarget, 0);
      start.current = null;
    },
  };
}
