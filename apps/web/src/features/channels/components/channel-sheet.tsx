'use client';

import type { ChannelView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { Dialog } from '@/ui/dialog.tsx';
import { ChannelHealthPanel } from './channel-health.tsx';
import { ChannelSettingsForm } from './channel-settings.tsx';

const tabLook =
  'border-transparent border-b-2 px-3 py-2 max-md:min-h-11 text-muted text-sm data-[state=active]:border-accent data-[state=active]:text-text';

/** One number from the inside: how it is doing, and how it should behave. */
export function ChannelSheet({ channel, onClose }: { channel: ChannelView; onClose: () => void }) {
  const t = useTranslations();
  return (
    <Dialog
      closeLabel={t('common.close')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={channel.name}
      variant="sheet"
    >
      <Tabs.Root defaultValue="health">
        <Tabs.List aria-label={channel.name} className="mb-4 flex border-b">
          <Tabs.Trigger className={tabLook} value="health">
            {t('channels.healthTab')}
          </Tabs.Trigger>
          <Tabs.Trigger className={tabLook} value="settings">
            {t('channels.settingsTab')}
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="health">
          <ChannelHealthPanel channel={channel} />
        </Tabs.Content>
        <Tabs.Content value="settings">
          <ChannelSettingsForm channel={channel} key={channel.id} onArchived={onClose} />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}
