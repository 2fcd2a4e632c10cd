import { LumoError } from '../../../shared/errors/lumo-error';
import type { PropertyRecord } from '../../storage/property-repository';
import { lumoTypeOf } from '../mapping/lumo-types';

/** HubSpot's limit for a text (HubSpot facts, section 6.2). */
const longestText = 65_536;
const emailPattern = /^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * A person's value in the form that HubSpot stores; null = empty. `held` may stay although it is no option any more.
 * @throws LumoError VALUE_TOO_LONG, VALUE_NOT_AN_OPTION, VALUE_INVALID
 */
export function checkValue(value: string | null, definition: PropertyRecord, held: string | null): string | null {
  if (value === null || value === '') return null;
  const property = definition.name;
  if (value.length > longestText)
    throw new LumoError('VALUE_TOO_LONG', { property, length: value.length, max: longestText });
  const type = definition.name === 'email' ? 'email' : lumoTypeOf(definition);
  const invalid = () => new LumoError('VALUE_INVALID', { property, expected: type ?? definition.type });
  const trimmed = value.trim();
  switch (type) {
    case 'email': {
      const address = trimmed.toLowerCase();
      if (!emailPattern.test(address)) throw invalid();
      return address;
    }
    case 'number':
      if (!/^-?\d+(\.\d+)?$/.test(trimmed)) throw invalid();
      return trimmed;
    case 'date':
      if (!isDay(trimmed)) throw invalid();
      return trimmed;
    case 'dateTime': {
      const at = instantPattern.test(trimmed) && isDay(trimmed.slice(0, 10)) ? Date.parse(trimmed) : Number.NaN;
      if (Number.isNaN(at)) throw invalid();
      return new Date(at).toISOString();
    }
    case 'yesNo':
      if (trimmed !== 'true' && trimmed !== 'false') throw invalid();
      return trimmed;
    case 'choice':
    case 'choices': {
      const chosen = type === 'choices' ? [...new Set(value.split(';').filter((one) => one !== ''))] : [value];
      const kept = new Set((held ?? '').split(';'));
      const offered = new Set(definition.options.filter((option) => !option.isHidden).map((option) => option.value));
      // Owners and their like have no options of their own: HubSpot alone knows them.
      const wrong =
        definition.options.length === 0 ? undefined : chosen.find((one) => !offered.has(one) && !kept.has(one));
      if (wrong !== undefined) throw new LumoError('VALUE_NOT_AN_OPTION', { property, value: wrong.slice(0, 200) });
      return chosen.length === 0 ? null : chosen.join(';');
    }
    default:
      return value;
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
