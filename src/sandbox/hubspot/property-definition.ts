/** One choice of an enumeration. */
export type PropertyOption = {
  readonly label: string;
  readonly value: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
  readonly description?: string;
};

/** The value types of facts section 6.2. */
export type PropertyType = 'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool' | 'phone_number';

/** A property definition exactly as the properties endpoints show it (facts section 6). */
export type PropertyDefinition = {
  readonly name: string;
  readonly label: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly groupName: string;
  readonly description: string;
  readonly options: readonly PropertyOption[];
  readonly displayOrder: number;
  readonly calculated: boolean;
  readonly externalOptions: boolean;
  readonly referencedObjectType?: string;
  readonly hasUniqueValue: boolean;
  readonly hidden: boolean;
  readonly hubspotDefined: boolean;
  readonly formField: boolean;
  readonly dataSensitivity: string;
  readonly archived: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly modificationMetadata: {
    readonly archivable: boolean;
    readonly readOnlyDefinition: boolean;
    readonly readOnlyValue: boolean;
    readonly readOnlyOptions?: boolean;
  };
};

/** The fieldTypes each type allows (facts section 6.2). */
export const fieldTypesOf: Readonly<Record<PropertyType, readonly string[]>> = {
  string: ['text', 'textarea', 'html', 'file', 'phonenumber', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
  bool: ['booleancheckbox', 'calculation_equation'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
  phone_number: ['phonenumber'],
};

type StandardExtra = {
  readonly description?: string;
  readonly options?: readonly PropertyOption[];
  readonly isReadOnly?: boolean;
  readonly isCalculated?: boolean;
  readonly isHidden?: boolean;
  readonly isOptionsFixed?: boolean;
  readonly referencedObjectType?: string;
};

const standardCreatedAt = '2019-08-06T02:41:09.377Z';

/** A property that HubSpot itself defines. Its definition cannot be archived. */
export function standardProperty(
  groupName: string,
  name: string,
  label: string,
  type: PropertyType,
  fieldType: string,
  extra: StandardExtra = {},
): PropertyDefinition {
  const base = {
    name,
    label,
    type,
    fieldType,
    groupName,
    description: extra.description ?? '',
    options: extra.options ?? [],
    displayOrder: -1,
    calculated: extra.isCalculated ?? false,
    externalOptions: extra.referencedObjectType !== undefined,
    hasUniqueValue: false,
    hidden: extra.isHidden ?? false,
    hubspotDefined: true,
    formField: !(extra.isReadOnly ?? false),
    dataSensitivity: 'non_sensitive',
    archived: false,
    createdAt: standardCreatedAt,
    updatedAt: standardCreatedAt,
    modificationMetadata: {
      archivable: false,
      readOnlyDefinition: true,
      readOnlyValue: extra.isReadOnly ?? false,
      ...(type === 'enumeration' ? { readOnlyOptions: extra.isOptionsFixed ?? false } : {}),
    },
  };
  return extra.referencedObjectType === undefined
    ? base
    : { ...base, referencedObjectType: extra.referencedObjectType };
}

/** Options from `value` or `value:label` texts, in order. */
export function optionList(...texts: readonly string[]): readonly PropertyOption[] {
  return texts.map((text, displayOrder) => {
    const colon = text.indexOf(':');
    const value = colon < 0 ? text : text.slice(0, colon);
    return { label: colon < 0 ? text : text.slice(colon + 1), value, displayOrder, hidden: false };
  });
}

/** Stages in their order; a record never moves back in it by an ordinary write (facts section 7). */
export const lifecycleStageOptions = optionList(
  'subscriber:Subscriber',
  'lead:Lead',
  'marketingqualifiedlead:Marketing Qualified Lead',
  'salesqualifiedlead:Sales Qualified Lead',
  'opportunity:Opportunity',
  'customer:Customer',
  'evangelist:Evangelist',
  'other:Other',
);

/** The usual lead statuses; accounts edit them freely (facts section 7). */
export const leadStatusOptions = optionList(
  'NEW:New',
  'OPEN:Open',
  'IN_PROGRESS:In Progress',
  'OPEN_DEAL:Open Deal',
  'UNQUALIFIED:Unqualified',
  'ATTEMPTED_TO_CONTACT:Attempted to Contact',
  'CONNECTED:Connected',
  'BAD_TIMING:Bad Timing',
);
