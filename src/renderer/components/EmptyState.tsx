import { Stack, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  /** What to do so that something appears here. */
  readonly hint?: string;
  readonly action?: ReactNode;
}

/** Said in place of a list that has nothing to show. */
export function EmptyState({ icon: IconShape, title, hint, action }: EmptyStateProps) {
  return (
    <Stack align="center" justify="center" gap={6} px="xl" py={48} className="lumo-empty">
      <IconShape size={36} stroke={1.4} aria-hidden className="lumo-empty-icon" />
      <Text fw={600} ta="center" mt={4}>
        {title}
      </Text>
      {hint === undefined ? null : (
        <Text size="sm" c="dimmed" ta="center" maw={420}>
          {hint}
        </Text>
      )}
      {action === undefined ? null : <div className="lumo-empty-action">{action}</div>}
    </Stack>
  );
}
