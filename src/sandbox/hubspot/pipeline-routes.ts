import type { Hono } from 'hono';
import type { HubSpotContext, HubSpotEnv } from './context';
import { invalidRequest, notFound } from './errors';
import { objectTypeOf } from './object-types';
import type { Pipeline, PipelineStage, PipelineType } from './pipelines';
import { type ApiRequest, pathPart, requireAnyScope } from './request';

const createdAt = '2023-04-03T00:30:00.000Z';

/** Pipelines with their stages, to be read only (facts section 9). */
export function mountPipelineRoutes(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  const read = (c: ApiRequest): readonly Pipeline[] => {
    const type = objectTypeOf(pathPart(c, 'type'));
    const caller = c.get('caller');
    requireAnyScope(caller, type.readScope, type.writeScope, type.schemaReadScope);
    return context.pipelines.of(caller.account.hubId, pipelineTypeOf(type.name));
  };
  const one = (c: ApiRequest): Pipeline => {
    const pipeline = read(c).find(({ id }) => id === pathPart(c, 'pipelineId'));
    if (pipeline === undefined) throw notFound(`Pipeline ${pathPart(c, 'pipelineId')} does not exist.`);
    return pipeline;
  };
  app.get(`${base}/:type`, (c) => c.json({ results: read(c).map(viewPipeline) }));
  app.get(`${base}/:type/:pipelineId`, (c) => c.json(viewPipeline(one(c))));
  app.get(`${base}/:type/:pipelineId/stages`, (c) => c.json({ results: viewPipeline(one(c)).stages }));
}

/** The type as one that has pipelines; throws the provider's 400. */
export function pipelineTypeOf(name: string): PipelineType {
  if (name === 'deals' || name === 'tickets') return name;
  throw invalidRequest(`Records of type ${name} have no pipelines.`);
}

function viewPipeline({ id, label, stages }: Pipeline, displayOrder = 0) {
  const live = stages.filter((stage) => !stage.isArchived);
  return { id, label, displayOrder, archived: false, stages: live.map(viewStage), createdAt, updatedAt: createdAt };
}

function viewStage(stage: PipelineStage, displayOrder: number): Record<string, unknown> {
  const metadata =
    stage.probability === null
      ? { ticketState: stage.isClosed ? 'CLOSED' : 'OPEN' }
      : { isClosed: String(stage.isClosed), probability: stage.probability };
  return {
    id: stage.id,
    label: stage.label,
    displayOrder,
    metadata,
    archived: false,
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    createdAt,
    updatedAt: createdAt,
  };
}
