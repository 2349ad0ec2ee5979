'use client';

import type { OutgoingDetails } from '@tiktickets/core/contracts';
import { BarChart3, Contact, MapPin } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { newClientId } from '@/lib/new-client-id.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { Menu, MenuItem } from '@/ui/menu.tsx';
import { useNewestSeen } from '../hooks/use-newest-seen.ts';
import { ContactForm } from './forms/contact-form.tsx';
import { LocationForm } from './forms/location-form.tsx';
import { PollForm } from './forms/poll-form.tsx';
import { MoreKindsTrigger } from './more-kinds-trigger.tsx';

type Kind = OutgoingDetails['kind'];

const forms = { contacts: ContactForm, location: LocationForm, poll: PollForm };
const kinds: readonly { kind: Kind; icon: React.ReactNode }[] = [
  { kind: 'contacts', icon: <Contact size={15} /> },
  { kind: 'location', icon: <MapPin size={15} /> },
  { kind: 'poll', icon: <BarChart3 size={15} /> },
];

/** The menu of what is neither text nor file, and the small form of each. */
export function MoreKinds({ ticketId }: { ticketId: string }) {
  const t = useTranslations('composer.more');
  const common = useTranslations('common');
  const { outbox } = useDesk();
  const newestSeen = useNewestSeen(ticketId);
  const [kind, setKind] = useState<Kind | null>(null);
  const close = () => setKind(null);
  const send = (details: OutgoingDetails) => {
    outbox.add({ clientId: newClientId(), ticketId, body: '', details, seenId: newestSeen() });
    close();
    document.querySelector<HTMLElement>('[data-composer]')?.focus();
  };
  const Form = kind ? forms[kind] : null;
  return (
    <>
      <Menu trigger={<MoreKindsTrigger />}>
        {kinds.map((item) => (
          <MenuItem icon={item.icon} key={item.kind} onSelect={() => setKind(item.kind)}>
            {t(item.kind)}
          </MenuItem>
        ))}
      </Menu>
      {Form && kind && (
        <Dialog closeLabel={common('close')} onOpenChange={(open) => open || close()} open title={t(`${kind}Title`)}>
          <Form onSend={send} />
        </Dialog>
      )}
    </>
  );
}
