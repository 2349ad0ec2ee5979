'use client';

import { ChevronRight, Link2, Smartphone, Zap } from 'lucide-react';
import type { Route } from 'next';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { useAllowed } from '@/lib/use-allowed.ts';
import { PageHeader } from '@/ui/page-header.tsx';
import { patiently } from '@/ui/patiently.ts';
import { UserMenu } from './user-menu.tsx';

const CompanySection = dynamic(
  () => patiently(() => import('./company-section.tsx')).then((module) => module.CompanySection),
  {
    ssr: false,
  },
);

export function SettingsHome() {
  const t = useTranslations();
  const { me } = useDesk();
  const allowed = useAllowed();
  const roles = { agent: t('user.roleAgent'), supervisor: t('user.roleSupervisor'), admin: t('user.roleAdmin') };
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        actions={
          <span className="md:hidden">
            <UserMenu />
          </span>
        }
        status={<LivePill />}
        title={t('settings.title')}
      />
      <div className="scroll-calm flex-1 overflow-y-auto p-4 md:p-6">
        <div className="mx-auto grid max-w-2xl gap-6">
          <ul className="overflow-hidden rounded-xl border bg-panel empty:hidden">
            {allowed('channel:manage') && (
              <Entry
                href="/settings/channels"
                icon={<Link2 size={18} />}
                note={t('settings.channelsText')}
                title={t('settings.channels')}
              />
            )}
            {allowed('quick-reply:use') && (
              <Entry
                href="/settings/quick-replies"
                icon={<Zap size={18} />}
                note={t('settings.quickRepliesText')}
                title={t('settings.quickReplies')}
              />
            )}
            {me.demo && (
              <Entry
                href="/demo/phones"
                icon={<Smartphone size={18} />}
                note={t('demo.description')}
                title={t('demo.title')}
              />
            )}
          </ul>
          {allowed('company:manage') && <CompanySection />}
          <section className="rounded-xl border bg-panel p-4">
            <h2 className="font-semibold">{t('settings.account')}</h2>
            <p className="mb-3 text-muted text-sm">{t('settings.accountText')}</p>
            <dl className="grid grid-cols-[130px_minmax(0,1fr)] gap-x-3 gap-y-2">
              <Fact label={t('setup.name')}>{me.user.name}</Fact>
              <Fact label={t('login.email')}>{me.user.email}</Fact>
              <Fact label={t('settings.role')}>{roles[me.user.role]}</Fact>
              <Fact label={t('settings.company')}>{me.tenant.name}</Fact>
              <Fact label={t('settings.timeZone')}>{me.tenant.timeZone}</Fact>
              <Fact label={t('settings.queues')}>
                {me.queues.map((queue) => queue.name).join(', ') || t('settings.noQueues')}
              </Fact>
            </dl>
          </section>
        </div>
      </div>
    </div>
  );
}

function Entry({ href, icon, title, note }: { href: Route; icon: ReactNode; title: string; note: string }) {
  return (
    <li className="border-b last:border-b-0">
      <Link className="-outline-offset-2 flex items-center gap-3 px-4 py-3 hover:bg-hover" href={href}>
        <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-lg bg-line-soft text-muted">
          {icon}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block font-semibold">{title}</span>
          <span className="block text-muted text-sm">{note}</span>
        </span>
        <ChevronRight aria-hidden="true" className="text-faint" size={17} />
      </Link>
    </li>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
);
