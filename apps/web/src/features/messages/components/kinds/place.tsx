'use client';

import type { MessageDetails } from '@tiktickets/core/contracts';
import { ExternalLink, MapPin } from 'lucide-react';
import { useTranslations } from 'next-intl';

type PlaceDetails = Extract<MessageDetails, { kind: 'location' }>;

/** A place by its name, with the way to a map. No picture of it is fetched from anywhere. */
export function Place({ details }: { details: PlaceDetails }) {
  const t = useTranslations('messages');
  const { latitude, longitude, name, address, isLive } = details;
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return (
    <a
      className="group/place flex w-72 max-w-full items-center gap-2.5 rounded-lg bg-panel p-2"
      href={href}
      rel="noopener noreferrer"
      target="_blank"
    >
      <span
        aria-hidden="true"
        className="grid size-12 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent"
      >
        <MapPin size={22} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" dir="auto">
          {name ?? t(isLive ? 'liveLocation' : 'kinds.location')}
        </span>
        <span className="line-clamp-2 text-muted text-xs" dir="auto">
          {address ?? point}
        </span>
        <span className="mt-0.5 flex items-center gap-1 font-medium text-accent text-xs group-hover/place:underline">
          {t('openMap')}
          <ExternalLink aria-hidden="true" size={11} />
        </span>
      </span>
    </a>
  );
}
