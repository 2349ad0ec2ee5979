'use client';

import type { TicketView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { ContactPanel } from '@/features/contacts/index.ts';
import { Dialog } from '@/ui/dialog.tsx';

/** The contact panel where there is no room beside the conversation. */
export function ContactSheet({ ticket, onClose }: { ticket: TicketView; onClose: () => void }) {
  const t = useTranslations();
  return (
    <Dialog
      closeLabel={t('common.close')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={t('contact.panel')}
      variant="sheet"
    >
      <ContactPanel ticket={ticket} />
    </Dialog>
  );
}
