import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { Card } from '../../../components/Card';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { StatusMark } from '../../../components/StatusMark';
import { TimeText } from '../../../components/TimeText';

/** Everybody who works at a console of this workspace, and who is there now. */
export function AgentList() {
  const { t } = useTranslation('settings');
  const { data, error, isPending, refetch } = useQuery(orpc.team.agents.queryOptions());
  return (
    <Card title={t('team.people')}>
      <div className="settings-card-body">
        {isPending ? <LoadingRows rows={2} /> : null}
        {error === null ? null : <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} />}
        {data?.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('team.noPeople')}
          </Text>
        ) : null}
        <ul className="team-people">
          {data?.map((agent) => (
            <li key={agent.id}>
              <AccountAvatar name={agent.name} pictureUrl={null} colorKey={agent.id} size={32} />
              <span className="team-person-name">
                {agent.name}
                {agent.isMe ? (
                  <Badge size="sm" variant="light" ml={8}>
                    {t('team.thisIsMe')}
                  </Badge>
                ) : null}
              </span>
              <StatusMark tone={agent.isOnline ? 'ok' : 'off'}>
                {agent.isOnline || agent.seenAt === null ? (
                  t(agent.isOnline ? 'team.online' : 'team.offline')
                ) : (
                  <>
                    {t('team.seen')} <TimeText at={agent.seenAt} />
                  </>
                )}
              </StatusMark>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
