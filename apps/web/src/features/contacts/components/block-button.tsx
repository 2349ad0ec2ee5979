'use client';

import { useMutation } from '@tanstack/react-query';
import type { TicketView } from '@tiktickets/core/contracts';
import { Ban } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/lib/trpc/context.ts';
import { Button } from '@/ui/button.tsx';
import { notify } from '@/ui/notify.ts';

/** Blocks a person on WhatsApp, or no longer. What became of it comes with the live feed. */
export function BlockButton({ contact }: { contact: TicketView['contact'] }) {
  const t = useTranslations('contact');
  const trpc = useTRPC();
  const failed = { onError: () => notify({ tone: 'error', text: t('blockFailed') }) };
  const block = useMutation(trpc.contacts.block.mutationOptions(failed));
  const unblock = useMutation(trpc.contacts.unblock.mutationOptions(failed));
  const { mutate, isPending } = contact.isBlocked ? unblock : block;
  return (
    <div className="flex items-center justify-center gap-2 border-b border-b-line-soft py-2">
      {contact.isBlocked && <span className="text-danger text-sm">{t('blocked')}</span>}
      <Button disabled={isPending} onClick={() => mutate({ id: contact.id })} size="sm" tone="ghost">
        <Ban aria-hidden="true" size={13} />
        {t(contact.isBlocked ? 'unblock' : 'block')}
      </Button>
    </div>
  );
}
