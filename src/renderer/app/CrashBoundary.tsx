import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/EmptyState';

function Crashed({ onReload }: { readonly onReload: () => void }) {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState
        icon={IconAlertTriangle}
        title={t('crashed.title')}
        hint={t('crashed.hint')}
        action={<Button onClick={onReload}>{t('crashed.reload')}</Button>}
      />
    </main>
  );
}

interface CrashBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a fault of one screen from leaving an empty window: says so and offers to load the screen again. */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    if (this.state.hasCrashed) return <Crashed onReload={() => this.setState({ hasCrashed: false })} />;
    return this.props.children;
  }
}
