'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';

export function LogOutDialog({
  name,
  onClose,
  onConfirm,
}: {
  name: string;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const t = useTranslations();
  return (
    <Dialog
      closeLabel={t('common.close')}
      description={t('channels.logoutText')}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={t('channels.logoutTitle', { name })}
    >
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button onClick={onConfirm} tone="danger">
          {t('channels.logout')}
        </Button>
      </div>
    </Dialog>
  );
}
