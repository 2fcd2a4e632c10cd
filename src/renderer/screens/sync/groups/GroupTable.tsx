import { ActionIcon, Anchor, Loader, Menu, UnstyledButton } from '@mantine/core';
import {
  IconBuilding,
  IconBuildingPlus,
  IconDots,
  IconLink,
  IconMessageCircle,
  IconReplace,
  IconUnlink,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { GroupRow } from '../../../../shared/model/crm';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { accountColor } from '../../../components/account-color';
import { NumberText } from '../../../components/NumberText';
import { problemParams } from '../../../components/problem-params';
import { StatusMark } from '../../../components/StatusMark';
import { TimeText } from '../../../components/TimeText';
import { type TableColumn, WindowedTable } from '../layout/WindowedTable';
import { GROUP_TONE, type GroupAction, groupActions } from './group-state';

const SHAPES = { make: IconBuildingPlus, tie: IconLink, tieOther: IconReplace, untie: IconUnlink } as const;

interface GroupTableProps {
  readonly groups: readonly GroupRow[];
  /** Whether HubSpot can be asked now. */
  readonly canAsk: boolean;
  /** Whether the connection may write companies. */
  readonly canWrite: boolean;
  readonly makingId: string | null;
  readonly onOpenCompany: (id: string) => void;
  readonly onAction: (group: GroupRow, action: GroupAction) => void;
}

/** One row for each LINE group. */
export function GroupTable({ groups, canAsk, canWrite, makingId, onOpenCompany, onAction }: GroupTableProps) {
  const { t } = useTranslation('sync');
  const columns: readonly TableColumn[] = [
    { id: 'name', label: t('groups.columns.name') },
    { id: 'members', label: t('groups.columns.members'), isEnd: true },
    { id: 'company', label: t('groups.columns.company') },
    { id: 'state', label: t('groups.columns.state') },
    { id: 'actions', label: <span className="sync-hidden">{t('groups.columns.actions')}</span> },
  ];
  return (
    <WindowedTable
      label={t('groups.table')}
      className="sync-groups"
      columns={columns}
      count={groups.length}
      rowHeight={58}
      rowKey={(index) => groups[index]?.conversationId ?? String(index)}
      renderCell={(index, column) => {
        const group = groups[index];
        if (group === undefined) return null;
        switch (column) {
          case 'name':
            return <NameCell group={group} />;
          case 'members':
            return <NumberText value={group.memberCount} />;
          case 'company':
            return <CompanyCell group={group} onOpenCompany={onOpenCompany} />;
          case 'state':
            return <StateCell group={group} />;
          default:
            return makingId === group.conversationId ? (
              <Loader size={18} />
            ) : (
              <Menu position="bottom-end" width={250} shadow="md">
                <Menu.Target>
                  <ActionIcon variant="subtle" color="gray" aria-label={t('groups.menu', { name: group.name })}>
                    <IconDots size={18} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  {groupActions(group, canWrite).map((action) => {
                    const Shape = SHAPES[action];
                    return (
                      <Menu.Item
                        key={action}
                        disabled={!canAsk}
                        leftSection={<Shape size={16} aria-hidden />}
                        onClick={() => onAction(group, action)}
                      >
                        {t(`groups.${action}`)}
                      </Menu.Item>
                    );
                  })}
                  <Menu.Divider />
                  <Menu.Item
                    leftSection={<IconMessageCircle size={16} aria-hidden />}
                    onClick={() => goTo(places.conversation(group.conversationId))}
                  >
                    {t('groups.open')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            );
        }
      }}
    />
  );
}

function NameCell({ group }: { readonly group: GroupRow }) {
  return (
    <div className="sync-person">
      <AccountAvatar name={group.name} pictureUrl={group.pictureUrl} colorKey={group.conversationId} size={34} />
      <div className="sync-person-text">
        <Anchor
          component={Link}
          to={places.conversation(group.conversationId)}
          className="sync-row-open"
          data-row-open
          c="inherit"
          underline="hover"
        >
          {group.name}
        </Anchor>
        <div className="sync-sub sync-cut">
          <span
            className="lumo-account-dot"
            style={{ background: `var(--mantine-color-${accountColor(group.officialAccountId)}-6)` }}
            aria-hidden
          />{' '}
          {group.officialAccountName}
        </div>
      </div>
    </div>
  );
}

function CompanyCell({
  group,
  onOpenCompany,
}: {
  readonly group: GroupRow;
  readonly onOpenCompany: (id: string) => void;
}) {
  const { t } = useTranslation('sync');
  const { companyId, companyName, origin } = group;
  if (companyId === null) return <span className="sync-dim">{t('groups.noCompany')}</span>;
  const name = companyName ?? companyId;
  return (
    <>
      <UnstyledButton
        className="sync-company"
        aria-label={t('groups.openCompany', { name })}
        onClick={() => onOpenCompany(companyId)}
      >
        <IconBuilding size={15} aria-hidden />
        <span className="sync-cut">{name}</span>
      </UnstyledButton>
      {origin === null ? null : <div className="sync-sub">{t(`groups.origins.${origin}`)}</div>}
    </>
  );
}

function StateCell({ group }: { readonly group: GroupRow }) {
  const { t } = useTranslation(['sync', 'errors']);
  const { problem } = group;
  const what = problem === null ? null : t(`errors:${problem.code}.what`, problemParams(problem));
  return (
    <>
      <StatusMark tone={GROUP_TONE[group.state]}>{t(`sync:groups.states.${group.state}`)}</StatusMark>
      {what !== null ? (
        <div className="sync-sub sync-cut" title={what}>
          {what}
        </div>
      ) : group.syncedAt === null ? null : (
        <div className="sync-sub">
          <TimeText at={group.syncedAt} />
        </div>
      )}
    </>
  );
}
