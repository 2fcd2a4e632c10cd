import { type ObjectTypeName, objectTypeSpelled } from './object-types';

/** Object types that a call writes to: records, associations, definitions, pipelines. Reads and searches write nothing. */
export function writtenTypes(method: string, path: string): readonly ObjectTypeName[] {
  if (method === 'GET' || method === 'HEAD' || !path.startsWith('/crm/')) return [];
  if (/\/(search|batch\/read)$/.test(path)) return [];
  const parts = path.split('/').slice(2);
  // Lists hold records of a type, but changing a list changes no record.
  if (parts[0] === 'lists' || parts[1] === 'lists') return [];
  return [...new Set(parts.flatMap((part) => objectTypeSpelled(part)?.name ?? []))];
}

/** A counter that starts at 0 for every type. */
export function noWrites(): Record<ObjectTypeName, number> {
  return { contacts: 0, companies: 0, deals: 0, tickets: 0 };
}
