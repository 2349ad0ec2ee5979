'use client';

import { useFormatter } from 'next-intl';
import { endingOf } from '../content/file-look.ts';
import { sizeOf } from '../content/measures.ts';

/** "PDF · 1,2 MB", as far as it is known. */
export function useFileFacts(file: { fileName: string | null; sizeBytes: number | null }): string {
  const formatSize = useFormatSize();
  const parts = [endingOf(file.fileName).toUpperCase(), file.sizeBytes === null ? '' : formatSize(file.sizeBytes)];
  return parts.filter(Boolean).join(' · ');
}

export function useFormatSize(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const { value, unit } = sizeOf(bytes);
    return format.number(value, { style: 'unit', unit, unitDisplay: 'short' });
  };
}
