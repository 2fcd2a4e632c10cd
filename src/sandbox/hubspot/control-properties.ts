import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { HubSpotContext } from './context';
import { controlAccount, controlBody } from './control-request';
import { notFound } from './errors';
import { objectTypeOf } from './object-types';
import { createProperty, propertyCreate, propertyUpdate } from './property-changes';
import type { PropertyDefinition } from './property-definition';

const hub = { hubId: z.number().int().optional() };
const accountBody = z.object(hub);
const createBody = propertyCreate.extend(hub);
const changeBody = propertyUpdate.extend({
  ...hub,
  hasUniqueValue: z.boolean().optional(),
  isReadOnlyValue: z.boolean().optional(),
});

/**
 * What administrators do with properties on HubSpot's settings pages. Unlike the API, this may give a property another type,
 * and purge an archived one, so that its name is free again (facts section 6.1).
 */
export function mountPropertyControl(app: Hono, context: HubSpotContext): void {
  const { properties } = context;
  const held = (c: Context, hubId: number | undefined) => {
    const account = controlAccount(context, hubId);
    const type = objectTypeOf(c.req.param('type') ?? '');
    const definition = properties.find(account.hubId, type.name, c.req.param('name') ?? '');
    if (definition === undefined) throw notFound('There is no such property.');
    const save = (change: Partial<PropertyDefinition>) => {
      const changed = { ...definition, ...change, updatedAt: new Date(context.now()).toISOString() };
      properties.save(account.hubId, type.name, changed);
      return changed;
    };
    return { account, type, definition, save };
  };

  app.get('/properties/:type/:name', (c) => {
    const hubId = c.req.query('hubId');
    return c.json(held(c, hubId === undefined ? undefined : Number(hubId)).definition);
  });
  app.post('/properties/:type', async (c) => {
    const { hubId, ...body } = await controlBody(c, createBody);
    const type = objectTypeOf(c.req.param('type'));
    return c.json(createProperty(context, controlAccount(context, hubId), type, body), 201);
  });
  app.patch('/properties/:type/:name', async (c) => {
    const { hubId, isReadOnlyValue, options, ...change } = await controlBody(c, changeBody);
    const { definition, save } = held(c, hubId);
    const sent = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const { modificationMetadata } = definition;
    return c.json(
      save({
        ...sent,
        ...(options === undefined
          ? {}
          : { options: options.map(({ description: _text, ...rest }, index) => ({ ...rest, displayOrder: index })) }),
        modificationMetadata: {
          ...modificationMetadata,
          readOnlyValue: isReadOnlyValue ?? modificationMetadata.readOnlyValue,
        },
      }),
    );
  });
  app.post('/properties/:type/:name/archive', async (c) => {
    const { save } = held(c, (await controlBody(c, accountBody)).hubId);
    return c.json(save({ archived: true }));
  });
  app.post('/properties/:type/:name/restore', async (c) => {
    const { save } = held(c, (await controlBody(c, accountBody)).hubId);
    return c.json(save({ archived: false }));
  });
  app.post('/properties/:type/:name/purge', async (c) => {
    const { account, type, definition } = held(c, (await controlBody(c, accountBody)).hubId);
    properties.purge(account.hubId, type.name, definition.name);
    return c.body(null, 204);
  });
}
