'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

const itemLook =
  'flex h-8 cursor-default select-none items-center gap-2 rounded-md px-2 text-sm outline-none data-[highlighted]:bg-hover max-md:h-11';

/** Opens with its first rendering: whoever mounts it does so because it was asked for. */
export function Menu(props: {
  trigger: ReactNode;
  /** Where the focus goes when it closes; `preventDefault` keeps it from the trigger. */
  onCloseAutoFocus?: (event: Event) => void;
  children: ReactNode;
}) {
  const { trigger, onCloseAutoFocus, children } = props;
  return (
    <Radix.Root defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className="z-50 min-w-56 animate-appear rounded-lg border bg-panel p-1.5 shadow-floating"
          collisionPadding={8}
          onCloseAutoFocus={onCloseAutoFocus}
          sideOffset={6}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  icon,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Radix.Item className={itemLook} onSelect={onSelect}>
      {icon}
      {children}
    </Radix.Item>
  );
}

interface PicksProps {
  label: string;
  options: readonly string[];
  picked: string | undefined;
  nameOf: (option: string) => string;
  onPick: (option: string) => void;
}

/** Small pictures side by side, each an item of the menu. */
export const MenuPicks = ({ label, options, picked, nameOf, onPick }: PicksProps) => (
  <Radix.Group aria-label={label} className="flex gap-0.5">
    {options.map((option) => (
      <Radix.Item
        aria-label={nameOf(option)}
        className={`grid size-9 cursor-default place-items-center rounded-md text-lg outline-none data-[highlighted]:bg-hover max-md:size-11 ${option === picked ? 'bg-accent-soft' : ''}`}
        key={option}
        onSelect={() => onPick(option)}
      >
        {option}
      </Radix.Item>
    ))}
  </Radix.Group>
);

export const MenuHeading = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-1.5 pb-1 text-faint text-xs">{children}</Radix.Label>
);

export const MenuLine = () => <Radix.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;

interface ChoiceProps<T extends string> {
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

export function MenuChoice<T extends string>({ value, options, onChange }: ChoiceProps<T>) {
  return (
    <Radix.RadioGroup value={value}>
      {options.map((option) => (
        <Radix.RadioItem
          className={itemLook}
          key={option.value}
          onSelect={() => onChange(option.value)}
          value={option.value}
        >
          <span className="grid size-4 place-items-center">
            <Radix.ItemIndicator>
              <Check className="text-accent" size={15} />
            </Radix.ItemIndicator>
          </span>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}
