import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AppInfo } from '../../shared/contract/app-contract';
import { orpc } from '../bridge/client';
import { useSettings } from '../bridge/useSettings';
import { useSyncRun } from '../bridge/useSyncRun';
import { type AppAction, useActions } from '../stores/actions';
import { goTo } from './hash-location';
import { openPalette } from './palette/palette-store';
import { places, SETTINGS_SECTIONS, SYNC_TABS } from './places';
import { PALETTE_ACTION } from './useGlobalKeys';

/** Offers what can be done from anywhere: going places, syncing, changing the look, the sandbox's phone. */
export function useAppActions(info: AppInfo): void {
  const { t } = useTranslation(['palette', 'common', 'settings', 'sync']);
  const [, change] = useSettings();
  const sync = useSyncRun();
  const openPhone = useMutation(orpc.app.openPhone.mutationOptions());
  const openFolder = useMutation(orpc.app.openDataFolder.mutationOptions());

  const go = (id: string, name: string, place: string, keys?: string): AppAction => ({
    id: `go-${id}`,
    group: 'go',
    label: t('palette:goTo', { name }),
    ...(keys === undefined ? {} : { keys }),
    run: () => goTo(place),
  });

  const syncing: readonly AppAction[] =
    sync.progress === null
      ? [
          {
            id: 'sync-changes',
            group: 'sync',
            label: t('palette:syncChanges'),
            keys: 'mod+shift+S',
            run: () => sync.start('incremental'),
          },
          { id: 'sync-all', group: 'sync', label: t('palette:syncAll'), run: () => sync.start('full') },
        ]
      : [{ id: 'sync-cancel', group: 'sync', label: t('palette:syncCancel'), run: sync.cancel }];

  const themes = (['light', 'dark', 'system'] as const).map<AppAction>((theme) => ({
    id: `theme-${theme}`,
    group: 'view',
    label: t('palette:theme', { name: t(`common:theme.${theme}`) }),
    words: 'theme dark light',
    run: () => change({ theme }),
  }));
  const languages = (['en', 'ja'] as const).map<AppAction>((language) => ({
    id: `language-${language}`,
    group: 'view',
    label: t('palette:language', { name: t(`common:language.${language}`) }),
    words: 'language english japanese 言語 日本語',
    run: () => change({ language }),
  }));
  const phone: readonly AppAction[] =
    info.mode === 'sandbox'
      ? [
          {
            id: 'open-phone',
            group: 'app',
            label: t('common:sandbox.openPhone'),
            words: 'phone sandbox customer',
            run: () => openPhone.mutate({ friendUserId: null, officialAccountId: null }),
          },
        ]
      : [];

  useActions([
    ...syncing,
    go('dashboard', t('common:nav.dashboard'), places.dashboard, 'mod+1'),
    go('chats', t('common:nav.chats'), places.chats, 'mod+2'),
    go('contacts', t('common:nav.contacts'), places.contacts, 'mod+3'),
    go('match', t('common:nav.match'), places.match, 'mod+4'),
    ...SYNC_TABS.map((tab) =>
      go(
        `sync-data-${tab}`,
        `${t('common:nav.syncData')}: ${t(`sync:tabs.${tab}`)}`,
        places.syncData(tab),
        tab === 'contact' ? 'mod+5' : undefined,
      ),
    ),
    go('history', t('common:nav.history'), places.history, 'mod+6'),
    go('settings', t('common:nav.settings'), places.settings('accounts'), 'mod+7'),
    go('troubleshoot', t('common:nav.troubleshoot'), places.troubleshoot),
    ...SETTINGS_SECTIONS.map((section) =>
      go(
        `settings-${section}`,
        `${t('common:nav.settings')}: ${t(`settings:sections.${section}`)}`,
        places.settings(section),
      ),
    ),
    ...themes,
    ...languages,
    ...phone,
    { id: 'open-folder', group: 'app', label: t('palette:openFolder'), run: () => openFolder.mutate(undefined) },
    { id: PALETTE_ACTION, group: 'app', label: t('common:nav.palette'), keys: 'mod+K', run: openPalette },
  ]);
}
