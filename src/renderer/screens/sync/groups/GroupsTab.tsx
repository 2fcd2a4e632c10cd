import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { companyIdSchema } from '../../../../shared/model/ids';
import { SidePane } from '../layout/SidePane';
import { useOpened } from '../layout/useOpened';
import { CompaniesView } from './CompaniesView';
import { CompanyPane } from './CompanyPane';
import { GroupSwitches } from './GroupSwitches';
import { GroupsView } from './GroupsView';

type View = 'groups' | 'companies';

/** LINE groups and the HubSpot companies that stand for them, and every company of the contacts. */
export function GroupsTab() {
  const { t } = useTranslation('sync');
  const [view, setView] = useState<View>('groups');
  const [opened, open, close] = useOpened('groups');
  const openedId = opened === null ? null : (companyIdSchema.safeParse(opened).data ?? null);
  const chooser = (
    <SegmentedControl
      size="sm"
      aria-label={t('groups.view')}
      data={[
        { value: 'groups', label: t('groups.viewGroups') },
        { value: 'companies', label: t('groups.viewCompanies') },
      ]}
      value={view}
      onChange={(next) => setView(next === 'companies' ? 'companies' : 'groups')}
    />
  );
  return (
    <SidePane
      label={t('companies.pane')}
      onClose={close}
      pane={openedId === null ? null : <CompanyPane key={openedId} companyId={openedId} onClose={close} />}
    >
      {view === 'groups' ? (
        <>
          <GroupSwitches />
          <GroupsView chooser={chooser} onOpenCompany={open} />
        </>
      ) : (
        <CompaniesView chooser={chooser} openedId={openedId} onOpen={open} />
      )}
    </SidePane>
  );
}
