import {
  FileArchive,
  FileCode,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileType,
  FileVideo,
  File as Generic,
  type LucideIcon,
  Presentation,
} from 'lucide-react';
import { cn } from '@/ui/cn.ts';
import { type FileLook, lookOf } from '../../content/file-look.ts';

const looks: Record<FileLook, { Icon: LucideIcon; tone: string }> = {
  pdf: { Icon: FileType, tone: 'bg-danger-soft text-danger' },
  sheet: { Icon: FileSpreadsheet, tone: 'bg-accent-soft text-accent' },
  slides: { Icon: Presentation, tone: 'bg-warn-soft text-warn' },
  words: { Icon: FileText, tone: 'bg-info-soft text-info' },
  archive: { Icon: FileArchive, tone: 'bg-warn-soft text-warn' },
  picture: { Icon: FileImage, tone: 'bg-info-soft text-info' },
  film: { Icon: FileVideo, tone: 'bg-info-soft text-info' },
  sound: { Icon: FileMusic, tone: 'bg-accent-soft text-accent' },
  code: { Icon: FileCode, tone: 'bg-line-soft text-muted' },
  other: { Icon: Generic, tone: 'bg-line-soft text-muted' },
};

export function FileIcon({ mimetype, fileName }: { mimetype: string; fileName: string | null }) {
  const { Icon, tone } = looks[lookOf(mimetype, fileName)];
  return (
    <span aria-hidden="true" className={cn('grid size-10 shrink-0 place-items-center rounded-lg', tone)}>
      <Icon size={20} />
    </span>
  );
}
