import { describe, expect, it } from 'vitest';
import { arrangeItems, ITEM_TONE, itemActions, itemState } from '../../../src/renderer/screens/sync/contact/item-state';
import { placeProblem } from '../../../src/renderer/screens/sync/contact/place-problem';
import { ruleExample } from '../../../src/renderer/screens/sync/contact/rule-example';
import { officialAccountIdSchema } from '../../../src/shared/model/ids';
import { type SyncItem, syncItemStatusSchema } from '../../../src/shared/model/sync';

function item(over: Partial<SyncItem> = {}): SyncItem {
  return {
    propertyName: 'email',
    label: 'Email',
    type: 'string',
    fieldType: 'text',
    officialAccountId: null,
    lumoItem: 'email',
    direction: 'both',
    rule: 'mostRecentWins',
    allowedRules: ['alwaysHubSpot', 'alwaysLumo', 'mostRecentWins', 'fillIfEmpty'],
    lockReason: null,
    status: 'active',
    problem: null,
    addedAt: 0,
    changedAt: null,
    lastSyncedAt: null,
    filledCount: 0,
    pendingCount: 0,
    errorCount: 0,
    ...over,
  };
}

describe('the state of a mapping', () => {
  it('names what is worst: its own status, then refused values, then values on their way', () => {
    expect(itemState(item())).toBe('active');
    expect(itemState(item({ pendingCount: 3 }))).toBe('waiting');
    expect(itemState(item({ pendingCount: 3, errorCount: 1 }))).toBe('failing');
    expect(itemState(item({ status: 'paused', errorCount: 1 }))).toBe('paused');
    expect(itemState(item({ status: 'missing', errorCount: 1 }))).toBe('missing');
  });

  it('has a tone for every status, and broken ones look like errors', () => {
    for (const status of syncItemStatusSchema.options) expect(ITEM_TONE[itemState(item({ status }))]).toBeDefined();
    expect([ITEM_TONE.missing, ITEM_TONE.typeChanged]).toEqual(['error', 'error']);
  });
});

describe('the menu of a mapping', () => {
  it('offers no rule where the rule is locked', () => {
    expect(itemActions(item())).toEqual(['changeRule', 'changeItem', 'apply', 'pause', 'remove']);
    expect(itemActions(item({ lockReason: 'company' }))).not.toContain('changeRule');
  });

  it('offers resume to a paused one, and applies only what is synced', () => {
    expect(itemActions(item({ status: 'paused' }))).toEqual(['changeRule', 'changeItem', 'resume', 'remove']);
    expect(itemActions(item({ status: 'missing' }))).not.toContain('apply');
  });

  it('lets a removed one with kept values come back or lose them, and nothing be done to what LINE tells', () => {
    expect(itemActions(item({ status: 'detached' }))).toEqual(['addAgain', 'remove']);
    expect(itemActions(item({ officialAccountId: officialAccountIdSchema.parse('U1') }))).toEqual([]);
  });
});

describe('the table of mappings', () => {
  const labelOf = (each: SyncItem): string => (each.lumoItem === 'phone' ? '電話番号' : 'own');
  const names = (items: readonly SyncItem[], text: string): string[] =>
    arrangeItems(items, text, labelOf).map(({ propertyName }) => propertyName);
  const items = [
    item({ propertyName: 'zip', label: 'Zip' }),
    item({ propertyName: 'city', label: 'City', status: 'detached' }),
    item({ propertyName: 'phone', label: 'Phone', lumoItem: 'phone', errorCount: 2 }),
    item({ propertyName: 'job', label: 'Job title', status: 'missing' }),
    item({ propertyName: 'age', label: 'Age' }),
  ];

  it('begins with what is broken and ends with what is not synced any more', () => {
    expect(names(items, '')).toEqual(['job', 'phone', 'age', 'zip', 'city']);
  });

  it('finds by label, internal name and Lumo item, whatever the case and width', () => {
    expect(names(items, 'ＪＯＢ title')).toEqual(['job']);
    expect(names(items, '電話')).toEqual(['phone']);
    expect(names(items, 'nothing')).toEqual([]);
  });
});

describe('the example of a rule', () => {
  const changed = { hubSpot: 'A', lumo: 'B' };
  const cleared = { hubSpot: null, lumo: 'B' };

  it('shows which value is left on both sides', () => {
    expect(ruleExample('alwaysHubSpot', changed, 'lumo')).toEqual({ hubSpot: 'A', lumo: 'A' });
    expect(ruleExample('alwaysLumo', changed, 'hubSpot')).toEqual({ hubSpot: 'B', lumo: 'B' });
    expect(ruleExample('mostRecentWins', changed, 'lumo')).toEqual({ hubSpot: 'B', lumo: 'B' });
    expect(ruleExample('fillIfEmpty', changed, 'lumo')).toEqual(changed);
  });

  it('shows what a clear in HubSpot does', () => {
    expect(ruleExample('alwaysHubSpot', cleared, 'hubSpot')).toEqual({ hubSpot: null, lumo: null });
    expect(ruleExample('alwaysLumo', cleared, 'hubSpot')).toEqual({ hubSpot: 'B', lumo: 'B' });
    expect(ruleExample('mostRecentWins', cleared, 'hubSpot')).toEqual({ hubSpot: null, lumo: null });
    expect(ruleExample('fillIfEmpty', cleared, 'hubSpot')).toEqual({ hubSpot: 'B', lumo: 'B' });
  });
});

describe('a refusal of a mapping', () => {
  it('stands at the field that it belongs to', () => {
    const taken = { code: 'SYNC_ITEM_TAKEN', params: {} } as const;
    const rule = { code: 'SYNC_RULE_NOT_ALLOWED', params: {} } as const;
    const offline = { code: 'HUBSPOT_UNREACHABLE', params: {} } as const;
    expect(placeProblem(taken)).toEqual({ itemProblem: taken, ruleProblem: null, otherProblem: null });
    expect(placeProblem(rule)).toEqual({ itemProblem: null, ruleProblem: rule, otherProblem: null });
    expect(placeProblem(offline)).toEqual({ itemProblem: null, ruleProblem: null, otherProblem: offline });
    expect(placeProblem(null)).toEqual({ itemProblem: null, ruleProblem: null, otherProblem: null });
  });
});
