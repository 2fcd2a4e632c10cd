import { Button, Group, Radio, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PropertyChoice, SyncRule } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { usePropertyType } from '../../../components/property-picker/usePropertyType';
import { LumoItemField } from './LumoItemField';
import { placeProblem } from './place-problem';
import { RuleChoice } from './RuleChoice';
import { useMappingCheck } from './useMappingCheck';
import { useMappingWords } from './useMappingWords';

/** What contacts that exist get now: their values, a dry run first, nothing. */
const APPLIES = ['yes', 'look', 'no'] as const;
type Applies = (typeof APPLIES)[number];

interface AddPropertyFormProps {
  readonly choice: PropertyChoice;
  readonly onBack: () => void;
  readonly onClose: () => void;
  readonly onAdded: (propertyName: string) => void;
  readonly onDryRun: () => void;
}

/** How a chosen property is synced: its Lumo item, its rule, and whether contacts that exist get their values now. */
export function AddPropertyForm({ choice, onBack, onClose, onAdded, onDryRun }: AddPropertyFormProps) {
  const { t } = useTranslation(['sync', 'common']);
  const client = useQueryClient();
  const typeName = usePropertyType();
  const { refusal } = useMappingWords();
  const propertyName = choice.name;
  const [lumoItem, setLumoItem] = useState<string | null>(null);
  const [rule, setRule] = useState<SyncRule | null>(null);
  const [applies, setApplies] = useState<Applies>('yes');
  const live = useMappingCheck(propertyName, lumoItem, rule);
  const { check } = live;
  const count = useQuery(orpc.mapping.valueCount.queryOptions({ input: { propertyName } }));
  const add = useMutation(
    orpc.mapping.add.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async (_item, { appliesToExisting }) => {
        notifications.show({
          message: t(appliesToExisting ? 'sync:done.addedApplied' : 'sync:done.added', { name: choice.label }),
        });
        onClose();
        onAdded(propertyName);
        if (applies === 'look') onDryRun();
        await client.invalidateQueries({ queryKey: orpc.mapping.key() });
      },
    }),
  );
  const refused = placeProblem(add.error === null ? null : problemOf(add.error));
  const ruleProblem = live.ruleProblem ?? refused.ruleProblem;
  const otherProblem = refused.otherProblem ?? live.otherProblem;
  const chosenItem = lumoItem ?? check?.lumoItem ?? `custom:${propertyName}`;
  const chosenRule = rule !== null && check?.allowedRules.includes(rule) !== false ? rule : check?.rule;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosenRule === undefined) return;
        add.mutate({ propertyName, lumoItem: chosenItem, rule: chosenRule, appliesToExisting: applies === 'yes' });
      }}
    >
      <Stack gap="md">
        <div className="sync-chosen">
          <div className="sync-chosen-text">
            <strong>{choice.label}</strong>
            <div className="sync-sub">
              <span className="sync-code">{propertyName}</span> · {typeName(choice.type)} · {choice.groupLabel}
            </div>
            <div className="sync-sub" role="status">
              {count.isPending
                ? t('sync:add.valueCounting')
                : count.data === undefined || count.data.inHubSpot === null
                  ? t('sync:add.valueCountUnknown')
                  : t('sync:add.valueCount', { count: count.data.inHubSpot })}
            </div>
          </div>
          <Button variant="subtle" size="xs" onClick={onBack}>
            {t('sync:add.another')}
          </Button>
        </div>
        {check === undefined ? (
          otherProblem === null ? (
            <LoadingRows rows={5} />
          ) : null
        ) : (
          <>
            <LumoItemField
              propertyName={propertyName}
              label={choice.label}
              value={chosenItem}
              onChange={(next) => {
                add.reset();
                setLumoItem(next);
              }}
              problem={live.itemProblem ?? refused.itemProblem}
            />
            <RuleChoice
              value={chosenRule ?? check.rule}
              allowed={check.allowedRules}
              lockReason={check.lockReason}
              onChange={(next) => {
                add.reset();
                setRule(next);
              }}
              error={refusal(ruleProblem, { propertyName, label: choice.label })}
            />
            <Radio.Group
              label={
                count.data === undefined ? t('sync:menu.apply') : t('sync:add.existing', { count: count.data.contacts })
              }
              value={applies}
              onChange={(next) => setApplies(APPLIES.find((each) => each === next) ?? 'yes')}
            >
              <Stack gap={8} mt={6}>
                <Radio value="yes" label={t('sync:add.existingYes')} description={t('sync:add.existingYesHint')} />
                <Radio value="look" label={t('sync:add.existingLook')} description={t('sync:add.existingLookHint')} />
                <Radio value="no" label={t('sync:add.existingNo')} description={t('sync:add.existingNoHint')} />
              </Stack>
            </Radio.Group>
          </>
        )}
        {otherProblem === null ? null : <ErrorNotice problem={otherProblem} />}
        <Group justify="flex-end" className="sync-form-foot">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={
              check === undefined ||
              live.isChecking ||
              live.itemProblem !== null ||
              ruleProblem !== null ||
              live.otherProblem !== null
            }
          >
            {t('sync:add.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
