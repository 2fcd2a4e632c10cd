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
  return (
    <Avatar
      src={pictureUrl}
      alt=""
      size={size}
      radius="xl"
      color={accountColor(colorKey ?? name)}
      variant="light"
      aria-hidden
    >
      {initialsOf(name)}
    </Avatar>
  );
}
