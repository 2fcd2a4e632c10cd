import { Anchor, Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { CompanyDetail } from '../../../../shared/model/crm';
import type { CompanyId } from '../../../../shared/model/ids';
import { places } from '../../../app/places';
import { orpc, rpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { CrmRecords } from '../../../components/contact/CrmRecords';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { StatusMark } from '../../../components/StatusMark';
import { showProblem } from '../../../components/show-problem';
import { TimeText } from '../../../components/TimeText';
import { PaneBody, PaneFacts, PaneSection } from '../layout/PaneBody';
import { GROUP_TONE } from './group-state';

interface CompanyPaneProps {
  readonly companyId: CompanyId;
  readonly onClose: () => void;
}

/** One company: its contacts, LINE groups, deals and tickets, and the way to HubSpot. */
export function CompanyPane({ companyId, onClose }: CompanyPaneProps) {
  const { t } = useTranslation('sync');
  const company = useQuery(orpc.companies.get.queryOptions({ input: { id: companyId } }));
  return (
    <PaneBody
      title={company.data?.name ?? t('companies.pane')}
      {...(company.data === undefined || company.data.domain === null ? {} : { detail: company.data.domain })}
      closeLabel={t('companies.close')}
      onClose={onClose}
    >
      {company.isPending ? <LoadingRows rows={6} /> : null}
      {company.error === null ? null : (
        <PaneSection>
          <ErrorNotice problem={problemOf(company.error)} onRetry={() => void company.refetch()} />
        </PaneSection>
      )}
      {company.data === undefined ? null : <CompanyFacts company={company.data} />}
    </PaneBody>
  );
}

function CompanyFacts({ company }: { readonly company: CompanyDetail }) {
  const { t } = useTranslation(['sync', 'common']);
  const { hubSpotUrl, contacts, groups } = company;
  return (
    <>
      <PaneSection>
        {hubSpotUrl === null ? null : (
          <Button
            size="xs"
            mb="sm"
            variant="default"
            leftSection={<IconExternalLink size={14} aria-hidden />}
            onClick={() => void rpc.app.openExternal({ url: hubSpotUrl }).catch(showProblem)}
          >
            {t('common:openInHubSpot')}
          </Button>
        )}
        <PaneFacts
          facts={[
            [t('sync:companies.phone'), company.phone],
            [t('sync:companies.columns.industry'), company.industry],
            [t('sync:companies.synced'), <TimeText key="synced" at={company.syncedAt} />],
          ]}
        />
      </PaneSection>
      <PaneSection title={t('sync:companies.groups')}>
        {groups.length === 0 ? <p className="sync-pane-text">{t('sync:companies.noGroups')}</p> : null}
        {groups.map((group) => (
          <div key={group.conversationId} className="sync-person sync-pane-person">
            <AccountAvatar name={group.name} pictureUrl={group.pictureUrl} colorKey={group.conversationId} size={30} />
            <div className="sync-person-text">
              <Anchor component={Link} to={places.conversation(group.conversationId)} size="sm" fw={550}>
                {group.name}
              </Anchor>
              <div className="sync-sub">{group.officialAccountName}</div>
            </div>
            <StatusMark tone={GROUP_TONE[group.state]}>{t(`sync:groups.states.${group.state}`)}</StatusMark>
          </div>
        ))}
      </PaneSection>
      <PaneSection title={t('sync:companies.contacts')}>
        {contacts.length === 0 ? <p className="sync-pane-text">{t('sync:companies.noContacts')}</p> : null}
        <ul className="sync-plain">
          {contacts.map(({ id, displayName }) => (
            <li key={id}>
              <Anchor component={Link} to={places.contact(id)} size="sm">
                {displayName}
              </Anchor>
            </li>
          ))}
        </ul>
        {company.contactCount > contacts.length ? (
          <p className="sync-sub">{t('sync:companies.more', { count: company.contactCount - contacts.length })}</p>
        ) : null}
      </PaneSection>
      <CrmRecords companyId={company.id} className="sync-pane-section" />
    </>
  );
}
