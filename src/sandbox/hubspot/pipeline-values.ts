import type { AccountDefinition } from './accounts';
import type { HubSpotContext } from './context';
import { invalidProperties } from './errors';
import type { ObjectType } from './object-types';

const names = {
  deals: { pipeline: 'pipeline', stage: 'dealstage' },
  tickets: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
} as const;

/**
 * Adds what HubSpot sets by itself when a deal or ticket gets a stage: whether it is closed, and, for a new record, the first
 * pipeline with its first stage. Throws the provider's 400 for a stage that is unknown or archived.
 */
export function placeInPipeline(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  values: Map<string, string>,
  isNew: boolean,
): void {
  if (type.name !== 'deals' && type.name !== 'tickets') return;
  const { pipeline: pipelineName, stage: stageName } = names[type.name];
  const pipelines = context.pipelines.of(account.hubId, type.name);
  if (isNew) {
    const pipeline = pipelines.find(({ id }) => id === values.get(pipelineName)) ?? pipelines[0];
    if (!values.has(pipelineName)) values.set(pipelineName, pipeline?.id ?? '');
    if (!values.has(stageName)) values.set(stageName, pipeline?.stages[0]?.id ?? '');
  }
  const wanted = values.get(stageName);
  if (wanted === undefined) return;
  const stage = pipelines.flatMap(({ stages }) => stages).find(({ id, isArchived }) => id === wanted && !isArchived);
  if (stage === undefined) {
    throw invalidProperties([
      { name: stageName, error: 'INVALID_OPTION', message: `${wanted} was not one of the allowed stages.` },
    ]);
  }
  if (type.name === 'deals') {
    values.set('hs_is_closed', String(stage.isClosed));
    values.set('hs_is_closed_won', String(stage.isClosed && stage.probability === '1.0'));
  } else {
    values.set('closed_date', stage.isClosed ? new Date(context.now()).toISOString() : '');
  }
}
