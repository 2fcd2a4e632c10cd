import { z } from 'zod';
import type { CrmRecordView } from '../../shared/model/crm';
import { type Pipeline, timeOf } from '../hubspot';
import type { RecordKind, StoredRecord } from '../storage/crm-record-repository';

/** Pipelines as they are kept: what names a stage, and whether it is closed. */
export const keptPipelinesSchema = z.array(
  z.object({
    id: z.string(),
    label: z.string(),
    stages: z.array(z.object({ id: z.string(), label: z.string(), isArchived: z.boolean(), isClosed: z.boolean() })),
  }),
);
export type KeptPipelines = z.infer<typeof keptPipelinesSchema>;

/** Property names of a deal and of a ticket: HubSpot facts, section 9. */
const names = {
  deal: { name: 'dealname', pipeline: 'pipeline', stage: 'dealstage', typeId: '0-3' },
  ticket: { name: 'subject', pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage', typeId: '0-5' },
} as const;

/** What is kept of the pipelines that HubSpot answered. Closed: a deal stage says so, a ticket stage has a state. */
export function keptPipelines(pipelines: readonly Pipeline[]): KeptPipelines {
  return pipelines.map(({ id, label, archived, stages }) => ({
    id,
    label,
    stages: stages.map((stage) => ({
      id: stage.id,
      label: stage.label,
      isArchived: stage.archived || archived,
      isClosed: String(stage.metadata.isClosed) === 'true' || stage.metadata.ticketState === 'CLOSED',
    })),
  }));
}

/** True when a record is in a stage that these pipelines do not have. */
export function hasUnknownStage(kind: RecordKind, record: StoredRecord, pipelines: KeptPipelines): boolean {
  const stageId = record.properties[names[kind].stage] ?? '';
  return stageId !== '' && stageOf(kind, record, pipelines) === undefined;
}

/** A deal or ticket as screens show it. A stage that HubSpot has no more, or put away, is shown by its id and said so. */
export function viewRecord(
  kind: RecordKind,
  record: StoredRecord,
  known: { pipelines: KeptPipelines; owners: Readonly<Record<string, string>>; recordUrl: string | null },
): CrmRecordView {
  const value = (name: string): string | null => {
    const found = record.properties[name] ?? null;
    return found === '' ? null : found;
  };
  const stageId = value(names[kind].stage);
  const stage = stageOf(kind, record, known.pipelines);
  const isStageUnknown = stageId !== null && (stage === undefined || stage.isArchived);
  const pipelineId = value(names[kind].pipeline);
  const ownerId = value('hubspot_owner_id');
  return {
    id: record.id,
    kind,
    name: value(names[kind].name) ?? '',
    pipeline: known.pipelines.find((pipeline) => pipeline.id === pipelineId)?.label ?? pipelineId,
    stage: isStageUnknown ? stageId : (stage?.label ?? stageId),
    isStageUnknown,
    isClosed: value('hs_is_closed') === 'true' || (stage?.isClosed ?? false),
    amount: value('amount'),
    currency: value('deal_currency_code'),
    ownerName: ownerId === null ? null : (known.owners[ownerId] ?? null),
    priority: value('hs_ticket_priority'),
    closeAt: timeOf(value('closedate')),
    modifiedAt: timeOf(value('hs_lastmodifieddate')),
    url: known.recordUrl === null ? null : `${known.recordUrl}/${names[kind].typeId}/${record.id}`,
  };
}

/** Stage ids are unique inside the object, so that a stage is found although its pipeline was changed (section 9). */
function stageOf(kind: RecordKind, record: StoredRecord, pipelines: KeptPipelines) {
  const stageId = record.properties[names[kind].stage];
  const pipelineId = record.properties[names[kind].pipeline];
  const own = pipelines.filter((pipeline) => pipeline.id === pipelineId);
  return [...own, ...pipelines].flatMap((pipeline) => pipeline.stages).find((stage) => stage.id === stageId);
}
