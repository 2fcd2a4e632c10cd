import type { AccountDefinition } from './accounts';
import type { HubSpotContext } from './context';
import { invalidRequest } from './errors';
import type { ChangeSource } from './history-store';
import type { ObjectType } from './object-types';

/**
 * The rules that an administrator set for records: a new record needs every required property, and none may be cleared. Only
 * the newest API version enforces them; older ones write past them (facts section 1.1).
 */
export function enforceRequired(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  values: ReadonlyMap<string, string>,
  isNew: boolean,
  source: ChangeSource,
): void {
  if (source.isRuleBound !== true) return;
  const required = context.accountSettings.of(account).requiredProperties[type.name] ?? [];
  const missing = required.filter((name) => (isNew ? (values.get(name) ?? '') === '' : values.get(name) === ''));
  if (missing.length === 0) return;
  throw invalidRequest(`Error validating ${type.singular}: required properties are missing: ${missing.join(', ')}.`, {
    errors: missing.map((name) => ({
      message: `The property ${name} is required.`,
      code: 'REQUIRED_PROPERTY_MISSING',
      in: 'properties',
      context: { propertyName: [name] },
    })),
  });
}
