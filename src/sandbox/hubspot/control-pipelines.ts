import type { Hono } from 'hono';
import { z } from 'zod';
import type { HubSpotContext } from './context';
import { controlAccount, controlBody } from './control-request';
import { notFound } from './errors';
import { objectTypeOf } from './object-types';
import { pipelineTypeOf } from './pipeline-routes';

const stageBody = z.object({
  hubId: z.number().int().optional(),
  label: z.string().min(1).optional(),
  isArchived: z.boolean().optional(),
});

/** What an administrator does with stages: rename one, archive it while records are still in it, bring it back. */
export function mountPipelineControl(app: Hono, context: HubSpotContext): void {
  app.patch('/pipelines/:type/stages/:stageId', async (c) => {
    const { hubId, label, isArchived } = await controlBody(c, stageBody);
    const account = controlAccount(context, hubId);
    const type = pipelineTypeOf(objectTypeOf(c.req.param('type')).name);
    const stage = context.pipelines.stage(account.hubId, type, c.req.param('stageId'));
    if (stage === undefined) throw notFound('There is no stage with this id.');
    const changed = { ...stage, label: label ?? stage.label, isArchived: isArchived ?? stage.isArchived };
    context.pipelines.change(account.hubId, type, changed);
    return c.json(changed);
  });
}
