import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch, useSearchParams } from 'wouter';
import type { AppInfo } from '../../shared/contract/app-contract';
import { EmptyState } from '../components/EmptyState';
import { LoadingRows } from '../components/LoadingRows';
import { DashboardScreen } from '../screens/dashboard/DashboardScreen';
import { CrashBoundary } from './CrashBoundary';
import { goTo } from './hash-location';
import { places } from './places';
import { Shell } from './Shell';

const ChatsScreen = lazy(async () => ({ default: (await import('../screens/chats/ChatsScreen')).ChatsScreen }));
const ContactsScreen = lazy(async () => ({
  default: (await import('../screens/contacts/ContactsScreen')).ContactsScreen,
}));
const MatchScreen = lazy(async () => ({ default: (await import('../screens/match/MatchScreen')).MatchScreen }));
const SyncDataScreen = lazy(async () => ({ default: (await import('../screens/sync/SyncDataScreen')).SyncDataScreen }));
const TroubleshootScreen = lazy(async () => ({
  default: (await import('../screens/troubleshoot/TroubleshootScreen')).TroubleshootScreen,
}));
const HistoryScreen = lazy(async () => ({ default: (await import('../screens/history/HistoryScreen')).HistoryScreen }));
const SettingsScreen = lazy(async () => ({
  default: (await import('../screens/settings/SettingsScreen')).SettingsScreen,
}));
const SetupScreen = lazy(async () => ({ default: (await import('../screens/setup/SetupScreen')).SetupScreen }));

function NothingHere() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconMapOff}
      title={t('notFound.title')}
      hint={t('notFound.hint')}
      action={<Button onClick={() => goTo(places.dashboard)}>{t('notFound.go')}</Button>}
    />
  );
}

function ChatsRoute({ conversationId }: { readonly conversationId: string | null }) {
  const [search] = useSearchParams();
  return <ChatsScreen conversationId={conversationId} messageId={search.get('message')} />;
}

/** Which screen stands at which place. Until the wizard is finished there is only the wizard. */
export function Routes({ info }: { readonly info: AppInfo }) {
  if (!info.isSetUp) {
    return (
      <Suspense fallback={<LoadingRows />}>
        <SetupScreen />
      </Suspense>
    );
  }
  return (
    <Shell info={info}>
      <CrashBoundary>
        <Suspense fallback={<LoadingRows />}>
          <Switch>
            <Route path="/dashboard" component={DashboardScreen} />
            <Route path="/chats">{() => <ChatsRoute conversationId={null} />}</Route>
            <Route path="/chats/:conversationId">
              {({ conversationId }) => <ChatsRoute conversationId={conversationId} />}
            </Route>
            <Route path="/contacts">{() => <ContactsScreen contactId={null} />}</Route>
            <Route path="/contacts/:contactId">{({ contactId }) => <ContactsScreen contactId={contactId} />}</Route>
            <Route path="/match">{() => <MatchScreen friendId={null} />}</Route>
            <Route path="/match/:friendId">{({ friendId }) => <MatchScreen friendId={friendId} />}</Route>
            <Route path="/sync">{() => <Redirect to={places.syncData('contact')} replace />}</Route>
            <Route path="/sync/:tab">{({ tab }) => <SyncDataScreen tab={tab} />}</Route>
            <Route path="/troubleshoot" component={TroubleshootScreen} />
            <Route path="/history">{() => <HistoryScreen runId={null} />}</Route>
            <Route path="/history/:runId">{({ runId }) => <HistoryScreen runId={runId} />}</Route>
            <Route path="/settings">{() => <Redirect to={places.settings('accounts')} replace />}</Route>
            <Route path="/settings/:section">{({ section }) => <SettingsScreen section={section} />}</Route>
            <Route path="/setup">{() => <Redirect to={places.dashboard} replace />}</Route>
            <Route path="/">{() => <Redirect to={places.dashboard} replace />}</Route>
            <Route>{() => <NothingHere />}</Route>
          </Switch>
        </Suspense>
      </CrashBoundary>
    </Shell>
  );
}
