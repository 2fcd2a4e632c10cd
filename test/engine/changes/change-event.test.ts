import { describe, expect, it } from 'vitest';
import { readChanges } from '../../../src/engine/changes/change-event';

const event = (fields: Record<string, unknown>) => ({
  eventId: 1,
  subscriptionId: 3_000_001,
  portalId: 62_515_001,
  appId: 7,
  occurredAt: 1_800_000_000_000,
  attemptNumber: 0,
  objectId: 101,
  ...fields,
});
const read = (...fields: Record<string, unknown>[]) => readChanges(fields.map(event));

describe('an event of HubSpot', () => {
  it.each([
    [{ subscriptionType: 'contact.creation' }, 'contact', 'creation', ['101']],
    [
      { eventType: 'contact.propertyChange', propertyName: 'email', objectId: '101' },
      'contact',
      'propertyChange',
      ['101'],
    ],
    [{ subscriptionType: 'object.deletion', objectTypeId: '0-1' }, 'contact', 'deletion', ['101']],
    [{ subscriptionType: 'object.restore', objectTypeId: '0-2' }, 'company', 'restore', ['101']],
    [{ subscriptionType: 'deal.propertyChange', propertyName: 'dealstage' }, 'deal', 'propertyChange', ['101']],
    [{ subscriptionType: 'object.creation', objectTypeId: '0-5' }, 'ticket', 'creation', ['101']],
    [
      { subscriptionType: 'contact.merge', primaryObjectId: 101, mergedObjectIds: ['102', 103], newObjectId: 104 },
      'contact',
      'merge',
      ['101', '104', '102', '103'],
    ],
  ])('%j is read', (fields, kind, change, recordIds) => {
    expect(read(fields).map((one) => one.change)).toEqual([{ kind, change, recordIds, occurredAt: 1_800_000_000_000 }]);
  });

  it('of an association speaks of both its ends', () => {
    const changes = read({
      subscriptionType: 'company.associationChange',
      objectId: 7,
      fromObjectId: 7,
      toObjectId: 101,
      associationType: 'COMPANY_TO_CONTACT',
    });
    expect(changes.map(({ change }) => [change.kind, change.recordIds])).toEqual([
      ['company', ['7']],
      ['contact', ['101']],
    ]);
  });

  it('that comes again has the same key, whatever attempt it is; another one has another', () => {
    const name = { subscriptionType: 'contact.propertyChange', propertyName: 'firstname' };
    const [first, again, other] = read(
      name,
      { ...name, attemptNumber: 3, eventId: 99 },
      { ...name, propertyName: 'email' },
    );
    expect(again?.key).toBe(first?.key);
    expect(other?.key).not.toBe(first?.key);
  });

  it.each([
    ['no list', {}],
    ['an unknown kind of record', [event({ subscriptionType: 'quote.creation' })]],
    ['an unknown kind of event', [event({ subscriptionType: 'contact.applauded' })]],
    ['no id', [event({ subscriptionType: 'contact.creation', objectId: undefined })]],
    ['an id that is none', [event({ subscriptionType: 'contact.creation', objectId: "1'; DROP TABLE contact" })]],
    ['nothing at all', [null, 7, 'text']],
  ])('with %s is left out', (_, body) => {
    expect(readChanges(body)).toEqual([]);
  });
});
