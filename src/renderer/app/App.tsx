import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Router } from 'wouter';
import { subscribeToEngine } from '../bridge/events';
import { queryClient } from '../bridge/query-client';
import { useAppInfo } from '../bridge/useAppInfo';
import { useSettings } from '../bridge/useSettings';
import { i18n } from '../i18n/i18n';
import { CrashBoundary } from './CrashBoundary';
import { useHashPath, useHashSearch } from './hash-location';
import { Routes } from './Routes';
import { cssVariablesResolver, theme } from './theme';

/** Main gives every load its own nonce; only style tags that carry it are accepted. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce);

/** Theme and language by the settings, around the routes. Nothing is drawn before both are known, so nothing flickers. */
function Screen() {
  const info = useAppInfo();
  const [settings] = useSettings();
  const systemScheme = useColorScheme();
  const language = settings.language === 'system' ? (info?.systemLanguage ?? 'en') : settings.language;

  useEffect(() => {
    void i18n.changeLanguage(language);
    document.documentElement.lang = language;
  }, [language]);

  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={() => nonce}
      forceColorScheme={settings.theme === 'system' ? systemScheme : settings.theme}
    >
      <Notifications position="bottom-right" limit={4} />
      <CrashBoundary>
        <Router hook={useHashPath} searchHook={useHashSearch}>
          {info === null ? null : <Routes info={info} />}
        </Router>
      </CrashBoundary>
    </MantineProvider>
  );
}

/** The whole window. */
export function App() {
  useEffect(() => subscribeToEngine(queryClient), []);
  return (
    <QueryClientProvider client={queryClient}>
      <I18nextProvider i18n={i18n}>
        <Screen />
      </I18nextProvider>
    </QueryClientProvider>
  );
}
