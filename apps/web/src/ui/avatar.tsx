import type { CSSProperties, ReactNode } from 'react';
import { cn } from './cn.ts';

const hues = ['#b0506a', '#3a76a6', '#527b3c', '#90692a', '#54737f', '#8556a8', '#a8573a', '#4a7a6b'];

interface AvatarProps {
  name: string;
  sizePx?: number;
  /** Address of a picture; initials stay where it cannot be had. */
  src?: string | undefined;
  badge?: ReactNode;
  className?: string;
}

/** Initials on a colour that stays with the name. Decoration: the name is always written beside it. */
export function Avatar({ name, sizePx = 38, src, badge, className }: AvatarProps) {
  const style: CSSProperties = {
    width: sizePx,
    height: sizePx,
    fontSize: Math.round(sizePx * 0.34),
    backgroundColor: hues[hashOf(name) % hues.length],
  };
  return (
    <span
      aria-hidden="true"
      className={cn(
        'relative grid shrink-0 select-none place-items-center rounded-full font-semibold text-white',
        className,
      )}
      style={style}
    >
      {initialsOf(name)}
      {src && (
        <img
          alt=""
          className="absolute inset-0 size-full rounded-full object-cover"
          decoding="async"
          key={src}
          loading="lazy"
          onError={(event) => {
            event.currentTarget.hidden = true;
          }}
          src={src}
        />
      )}
      {badge}
    </span>
  );
}

export function initialsOf(name: string): string {
  if (name.startsWith('+')) return name.slice(0, 3);
  const words = name.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

function hashOf(text: string): number {
  let hash = 7;
  for (let i = 0; i < text.length; i += 1) hash = (hash * 31 + text.charCodeAt(i)) >>> 0;
  return hash;
}
