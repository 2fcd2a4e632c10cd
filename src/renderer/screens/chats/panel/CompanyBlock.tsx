import { Button, Group } from '@mantine/core';
import { IconBuilding, IconExternalLink, IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type CompanyId, companyIdSchema } from '../../../../shared/model/ids';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { orpc, rpc } from '../../../bridge/client';
import { FoldSection } from '../../../components/contact/FoldSection';
import { showProblem } from '../../../components/show-problem';

interface CompanyBlockProps {
  readonly companyId: CompanyId | null;
  readonly companyName: string | null;
  /** A group can be tied to a company; a contact's company is HubSpot's to say. */
  readonly isGroup: boolean;
}

/** Stands in the question while there is no company; it is never asked. */
const noCompany = companyIdSchema.parse('none');

/** The HubSpot company of a contact or of a group, and the way to it. */
export function CompanyBlock({ companyId, companyName, isGroup }: CompanyBlockProps) {
  const { t } = useTranslation(['chats', 'common']);
  const company = useQuery({
    ...orpc.companies.get.queryOptions({ input: { id: companyId ?? noCompany } }),
    enabled: companyId !== null,
  }).data;
  const name = company?.name ?? companyName;
  const facts = [company?.domain ?? null, company?.industry ?? null, company?.phone ?? null].filter(
    (fact) => fact !== null && fact !== '',
  );
  const hubSpotUrl = company?.hubSpotUrl ?? null;
  return (
    <FoldSection name="company" className="chat-panel-section" title={t('chats:panel.company')}>
      {name === null || name === '' ? (
        <>
          <p className="chat-panel-hint">{t(isGroup ? 'chats:panel.noCompanyHint' : 'chats:panel.noCompany')}</p>
          {isGroup ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconLink size={14} aria-hidden />}
              onClick={() => goTo(places.syncData('groups'))}
            >
              {t('chats:panel.tieCompany')}
            </Button>
          ) : null}
        </>
      ) : (
        <>
          <strong className="chat-company-name">
            <IconBuilding size={16} aria-hidden />
            {name}
          </strong>
          {facts.length === 0 ? null : <span className="chat-company-facts">{facts.join(' · ')}</span>}
          {company === undefined || company.contactCount === 0 ? null : (
            <span className="chat-company-facts">
              {t('chats:panel.contactPeople', { count: company.contactCount })}
            </span>
          )}
          {companyId === null ? null : (
            <Group gap={6} mt={8}>
              {hubSpotUrl === null ? null : (
                <Button
                  size="xs"
                  px={8}
                  variant="default"
                  leftSection={<IconExternalLink size={14} aria-hidden />}
                  onClick={() => void rpc.app.openExternal({ url: hubSpotUrl }).catch(showProblem)}
                >
                  {t('common:openInHubSpot')}
                </Button>
              )}
              <Button
                size="xs"
                px={8}
                variant="default"
                leftSection={<IconBuilding size={14} aria-hidden />}
                onClick={() => goTo(`${places.syncData('groups')}?open=${encodeURIComponent(companyId)}`)}
              >
                {t('chats:panel.openCompany')}
              </Button>
            </Group>
          )}
        </>
      )}
    </FoldSection>
  );
}
