import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../shared/contract/accounts-contract';
import { StatusMark } from '../../components/StatusMark';
import { resources } from '../../i18n/resources';
import { STATE_TONE } from './finding-state';
import { useFix } from './useFix';

type Texts = typeof resources.en.troubleshoot;

/** Findings are named by the engine; one without words of its own here is shown by its name. */
function isKnown<Part extends 'findings' | 'fixes'>(part: Part, name: string): name is keyof Texts[Part] & string {
  return Object.hasOwn(resources.en.troubleshoot[part], name);
}

interface FindingRowProps {
  readonly finding: Finding;
  readonly onMended: () => void;
}

/** One finding: how it stands, what was found, what cures it, and the button that does so. */
export function FindingRow({ finding, onMended }: FindingRowProps) {
  const { t } = useTranslation('troubleshoot');
  const { run, isRunning } = useFix(onMended);
  const { fix, params, state } = finding;
  const name = finding.finding;
  const found = isKnown('findings', name) ? t(`findings.${name}`, params) : name;
  const cure = state !== 'ok' && isKnown('fixes', name) ? t(`fixes.${name}`, params) : null;
  return (
    <li className="trouble-finding">
      <StatusMark tone={STATE_TONE[state]}>{t(`states.${state}`)}</StatusMark>
      <div className="trouble-text">
        <Text size="sm">{found}</Text>
        {cure === null ? null : (
          <Text size="sm" c="dimmed">
            {cure}
          </Text>
        )}
      </div>
      {fix === null ? null : (
        <Button size="xs" variant="default" loading={isRunning} onClick={() => run(fix)}>
          {t(`actions.${fix.action}`)}
        </Button>
      )}
    </li>
  );
}
