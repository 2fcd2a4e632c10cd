import { IconBuilding } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { ContactDetail } from '../../../shared/model/contact';
import { places } from '../../app/places';

interface CompanyLineProps {
  readonly contact: Pick<ContactDetail, 'companyName' | 'companyId'>;
  readonly className: string;
}

/** The company of a contact; where HubSpot ties the contact to a company record, it leads to it. */
export function CompanyLine({ contact: { companyName, companyId }, className }: CompanyLineProps) {
  if (companyName === null || companyName === '') return null;
  return (
    <span className={className}>
      <IconBuilding size={14} aria-hidden />
      {companyId === null ? (
        companyName
      ) : (
        <Link to={`${places.syncData('groups')}?open=${encodeURIComponent(companyId)}`} className="lumo-company-link">
          {companyName}
        </Link>
      )}
    </span>
  );
}
