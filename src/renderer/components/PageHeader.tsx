import { Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: string;
  /** One line under the title, such as freshness. */
  readonly detail?: ReactNode;
  readonly actions?: ReactNode;
}

/** The page's one h1 with its actions. Also names the window. */
export function PageHeader({ title, detail, actions }: PageHeaderProps) {
  useDocumentTitle(`${title} - Lumo Console`);
  return (
    <header className="lumo-page-header">
      <div className="lumo-page-header-text">
        <Title order={1} size="h3">
          {title}
        </Title>
        {detail === undefined ? null : (
          <Text component="div" size="sm" c="dimmed">
            {detail}
          </Text>
        )}
      </div>
      {actions === undefined ? null : (
        <Group gap="xs" wrap="nowrap">
          {actions}
        </Group>
      )}
    </header>
  );
}
