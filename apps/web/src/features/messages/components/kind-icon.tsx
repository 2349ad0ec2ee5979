import type { MessageKind } from '@tiktickets/core/contracts';
import {
  BarChart3,
  CircleHelp,
  Contact,
  EyeOff,
  File,
  Image,
  Info,
  type LucideIcon,
  MapPin,
  MessageSquare,
  Mic,
  Music,
  Pencil,
  Phone,
  SmilePlus,
  Sticker,
  Trash2,
  Video,
} from 'lucide-react';

const icons: Record<MessageKind, LucideIcon> = {
  text: MessageSquare,
  image: Image,
  video: Video,
  audio: Music,
  voice: Mic,
  document: File,
  sticker: Sticker,
  contact: Contact,
  location: MapPin,
  poll: BarChart3,
  reaction: SmilePlus,
  edit: Pencil,
  delete: Trash2,
  call: Phone,
  system: Info,
  undecryptable: EyeOff,
  unsupported: CircleHelp,
};

export function KindIcon({ kind, sizePx = 14 }: { kind: MessageKind; sizePx?: number }) {
  const Icon = icons[kind];
  return <Icon aria-hidden="true" className="shrink-0" size={sizePx} />;
}
