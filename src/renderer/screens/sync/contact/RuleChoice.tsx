import { Radio } from '@mantine/core';
import { IconArrowNarrowLeft, IconArrowNarrowRight, IconArrowsHorizontal, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type SyncItem, type SyncRule, syncRuleSchema } from '../../../../shared/model/sync';
import { type BothSides, ruleExample } from './rule-example';

const SHAPES = {
  alwaysHubSpot: IconArrowNarrowRight,
  alwaysLumo: IconArrowNarrowLeft,
  mostRecentWins: IconArrowsHorizontal,
  fillIfEmpty: IconArrowsHorizontal,
} as const;

interface RuleChoiceProps {
  readonly value: SyncRule;
  readonly allowed: readonly SyncRule[];
  readonly lockReason: SyncItem['lockReason'];
  readonly onChange: (rule: SyncRule) => void;
  /** Why the chosen rule is refused. */
  readonly error?: string | null;
}

/** The four rules by name, each with what it does and what a clear does, and an example of the chosen one. */
export function RuleChoice({ value, allowed, lockReason, onChange, error = null }: RuleChoiceProps) {
  const { t } = useTranslation('sync');
  return (
    <div className="sync-rules">
      <Radio.Group
        label={t('rules.label')}
        value={value}
        error={error}
        onChange={(next) => {
          const rule = syncRuleSchema.safeParse(next);
          if (rule.success) onChange(rule.data);
        }}
      >
        {lockReason === null ? null : (
          <div className="sync-lock-line">
            <IconLock size={15} aria-hidden />
            {t(`locks.${lockReason}`)}
          </div>
        )}
        <div className="sync-rule-list">
          {syncRuleSchema.options.map((rule) => {
            const Shape = SHAPES[rule];
            const isAllowed = allowed.includes(rule);
            return (
              <Radio.Card
                key={rule}
                value={rule}
                disabled={!isAllowed}
                className="sync-rule"
                aria-label={t(`rules.${rule}.name`)}
                aria-describedby={`rule-${rule}`}
              >
                <Radio.Indicator disabled={!isAllowed} />
                <span className="sync-rule-text">
                  <span className="sync-rule-name">
                    {t(`rules.${rule}.name`)}
                    <Shape size={18} stroke={1.7} aria-hidden />
                  </span>
                  <span id={`rule-${rule}`} className="sync-sub">
                    {!isAllowed
                      ? t('rules.notAllowed')
                      : rule === value
                        ? t('rules.both', { what: t(`rules.${rule}.what`), clear: t(`rules.${rule}.clear`) })
                        : t(`rules.${rule}.short`)}
                  </span>
                </span>
              </Radio.Card>
            );
          })}
        </div>
      </Radio.Group>
      <RuleExample rule={value} />
    </div>
  );
}

const CHANGED: BothSides = { hubSpot: '03-1111-2222', lumo: '03-3333-4444' };
const CLEARED: BothSides = { hubSpot: null, lumo: '03-3333-4444' };

/** Two cases in words: what stands on either side before and after a sync by this rule. */
function RuleExample({ rule }: { readonly rule: SyncRule }) {
  const { t } = useTranslation('sync');
  const cases = [
    { name: t('rules.exampleBoth'), before: CHANGED, after: ruleExample(rule, CHANGED, 'lumo') },
    { name: t('rules.exampleCleared'), before: CLEARED, after: ruleExample(rule, CLEARED, 'hubSpot') },
  ];
  return (
    <div className="sync-example">
      <div className="sync-example-title">{t('rules.example')}</div>
      {cases.map(({ name, before, after }) => (
        <table key={name} className="sync-example-table">
          <caption>{name}</caption>
          <thead>
            <tr>
              <th scope="col" className="sync-example-cell sync-example-name">
                {t('rules.exampleSide')}
              </th>
              <th scope="col" className="sync-example-cell sync-example-name">
                {t('rules.exampleBefore')}
              </th>
              <th scope="col" className="sync-example-cell sync-example-name">
                {t('rules.exampleAfter')}
              </th>
            </tr>
          </thead>
          <tbody>
            {(['hubSpot', 'lumo'] as const).map((side) => (
              <tr key={side}>
                <th scope="row" className="sync-example-cell sync-example-name">
                  {t(`rules.${side}`)}
                </th>
                <td className="sync-example-cell">{before[side] ?? t('rules.exampleEmpty')}</td>
                <td className="sync-example-cell" data-changed={before[side] !== after[side]}>
                  {after[side] ?? t('rules.exampleEmpty')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
