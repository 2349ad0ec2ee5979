'use client';

import type { ChannelView } from '@tiktickets/core/contracts';
import { CircleCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { formatPhone } from '@/lib/format/phone.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Spinner } from '@/ui/spinner.tsx';
import { useChannelActions } from '../hooks/use-channels.ts';
import { PairingCode } from './pairing-code.tsx';

/** From the waiting code to the connected number, as the feed tells it. */
export function QrDialog({ channel, onClose }: { channel: ChannelView; onClose: () => void }) {
  const t = useTranslations();
  return (
    <Dialog
      closeLabel={t('common.close')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={t('channels.qrTitle', { name: channel.name })}
    >
      {channel.state === 'connected' ? <Connected channel={channel} onClose={onClose} /> : <Ways channel={channel} />}
    </Dialog>
  );
}

/** Two ways to the same end; which one is a matter of the phone at hand. */
function Ways({ channel }: { channel: ChannelView }) {
  const t = useTranslations('channels');
  const [isByCode, setIsByCode] = useState(channel.pairing !== null);
  return (
    <>
      {channel.reason === 'number_in_use' && (
        <p className="mb-3 rounded-lg bg-danger-soft p-3 text-danger text-sm" role="alert">
          {t('reasons.number_in_use')}
        </p>
      )}
      {isByCode ? <PairingCode channel={channel} /> : <Waiting channel={channel} />}
      <Button className="mt-3 w-full" onClick={() => setIsByCode(!isByCode)} tone="ghost">
        {t(isByCode ? 'byQr' : 'byCode')}
      </Button>
    </>
  );
}

function Waiting({ channel }: { channel: ChannelView }) {
  const t = useTranslations('channels');
  const { connect } = useChannelActions();
  const hasStopped = ['disconnected', 'logged_out', 'replaced', 'banned'].includes(channel.state);
  return (
    <>
      <ol className="mb-4 grid list-decimal gap-1 pl-5 text-muted text-sm marker:text-faint">
        <li>{t('qrStep1')}</li>
        <li>{t('qrStep2')}</li>
        <li>{t('qrStep3')}</li>
      </ol>
      <div
        aria-live="polite"
        className="grid min-h-[264px] place-items-center rounded-xl border bg-white p-4 text-[#1d1d1b]"
      >
        {channel.qr && !hasStopped && (
          <div aria-label={t('qrImage')} data-qr={channel.qr} role="img">
            <QRCodeSVG aria-hidden="true" level="M" marginSize={0} role="presentation" size={232} value={channel.qr} />
          </div>
        )}
        {!channel.qr && !hasStopped && (
          <p className="flex items-center gap-2 text-[#5f5e5a]">
            <Spinner label={t('qrWaiting')} />
            <span aria-hidden="true">{t(channel.state === 'pairing' ? 'qrPairing' : 'qrWaiting')}</span>
          </p>
        )}
        {hasStopped && (
          <div className="grid justify-items-center gap-3">
            <p>{t('qrStopped')}</p>
            <Button disabled={connect.isPending} onClick={() => connect.mutate({ id: channel.id })} tone="primary">
              {t('qrAgain')}
            </Button>
          </div>
        )}
      </div>
      <p className="mt-3 text-center text-faint text-xs">{t('qrRefreshes')}</p>
    </>
  );
}

function Connected({ channel, onClose }: { channel: ChannelView; onClose: () => void }) {
  const t = useTranslations('channels');
  return (
    <div className="grid justify-items-center gap-2 py-6 text-center">
      <CircleCheck aria-hidden="true" className="text-accent" size={44} />
      <p className="font-semibold text-md" role="status">
        {t('qrDone')}
      </p>
      <p className="text-muted">
        {t('qrDoneText', {
          name: channel.profileName ?? channel.name,
          phone: channel.phone ? formatPhone(channel.phone) : '',
        })}
      </p>
      <Button className="mt-3" onClick={onClose} tone="primary">
        {t('done')}
      </Button>
    </div>
  );
}
