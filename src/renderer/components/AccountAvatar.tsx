import { Avatar } from '@mantine/core';
import { accountColor } from './account-color';
import { initialsOf } from './initials';

interface AccountAvatarProps {
  readonly name: string;
  readonly pictureUrl: string | null;
  /** Decides the colour behind the initials; the name when left out. */
  readonly colorKey?: string;
  /** px */
  readonly size?: number;
}

/** Picture of a person or an account, or the initials. It is decoration: the name always stands beside it. */
export function AccountAvatar({ name, pictureUrl, colorKey, size = 32 }: AccountAvatarProps) {
  const hue = accountColor(colorKey ?? name);
  return (
    <Avatar
      src={pictureUrl}
      alt=""
      size={size}
      radius="xl"
      className="lumo-avatar"
      style={{
        '--lumo-avatar-pale': `var(--mantine-color-${hue}-1)`,
        '--lumo-avatar-deep': `var(--mantine-color-${hue}-9)`,
      }}
      aria-hidden
    >
      {initialsOf(name)}
    </Avatar>
  );
}
