'use client';

import { Menu, MenuItem } from '@/ui/menu.tsx';
import type { SecondaryAction } from './conversation-header.tsx';
import { MoreButton } from './more-button.tsx';

/** Loaded, and open, when it is first asked for. */
export const MoreMenu = ({ actions }: { actions: readonly SecondaryAction[] }) => (
  <Menu trigger={<MoreButton />}>
    {actions.map(({ icon: Icon, label, onClick }) => (
      <MenuItem icon={<Icon aria-hidden="true" size={16} />} key={label} onSelect={onClick}>
        {label}
      </MenuItem>
    ))}
  </Menu>
);
