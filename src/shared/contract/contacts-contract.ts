import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  contactDetailSchema,
  contactFilterSchema,
  contactPropertySchema,
  contactRowSchema,
  contactSortSchema,
  fieldProvenanceSchema,
  linkCandidateSchema,
  linkRequestSchema,
  unlinkedFriendSchema,
} from '../model/contact';
import { contactIdSchema, friendIdSchema, officialAccountIdSchema } from '../model/ids';

export const optionCountSchema = z.object({ value: z.string(), label: z.string(), count: z.number() });
export type OptionCount = z.infer<typeof optionCountSchema>;

export const contactsContract = {
  /** One window of the table. `total` counts the filter's matches. */
  page: oc
    .input(
      z.object({
        filter: contactFilterSchema,
        sort: contactSortSchema,
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(z.object({ rows: z.array(contactRowSchema), total: z.number() })),
  get: oc.input(z.object({ id: contactIdSchema })).output(contactDetailSchema),
  /**
   * Sets a synced field in Lumo; it is written to HubSpot as its rule says. `isBackward` allows a lifecycle stage to go back (two writes).
   * @throws FIELD_NOT_EDITABLE, VALUE_INVALID, VALUE_NOT_AN_OPTION, VALUE_TOO_LONG, LIFECYCLE_BACKWARD
   */
  saveField: oc
    .input(
      z.object({
        contactId: contactIdSchema,
        propertyName: z.string().max(200),
        value: z.string().max(100_000).nullable(),
        isBackward: z.boolean(),
      }),
    )
    .output(contactPropertySchema),
  provenance: oc
    .input(z.object({ contactId: contactIdSchema, propertyName: z.string().max(200) }))
    .output(fieldProvenanceSchema),
  /** What can be filtered by, with counts over all contacts. Empty lists where the property is not synced. */
  filterOptions: oc.output(
    z.object({ lifecycleStages: z.array(optionCountSchema), leadStatuses: z.array(optionCountSchema) }),
  ),
};

export const linksContract = {
  candidates: oc
    .input(z.object({ friendId: friendIdSchema, text: z.string().max(200) }))
    .output(z.array(linkCandidateSchema)),
  link: oc.input(z.object({ friendId: friendIdSchema, contactId: contactIdSchema })).output(z.void()),
  unlink: oc.input(z.object({ friendId: friendIdSchema })).output(z.void()),
  /** Match desk: friends without a contact, newest activity first. */
  unlinked: oc
    .input(
      z.object({
        officialAccountId: officialAccountIdSchema.nullable(),
        text: z.string().max(200),
        view: z.enum(['open', 'setAside', 'requested']),
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(
      z.object({
        rows: z.array(unlinkedFriendSchema),
        total: z.number(),
        counts: z.object({ open: z.number(), setAside: z.number(), requested: z.number() }),
      }),
    ),
  setAside: oc.input(z.object({ friendId: friendIdSchema, isSetAside: z.boolean() })).output(z.void()),
  /** Makes a contact in HubSpot for the friend and links it. Repeating it makes no second one. @throws CONTACT_AMBIGUOUS */
  createContact: oc
    .input(
      z.object({
        friendId: friendIdSchema,
        firstName: z.string().trim().max(200),
        lastName: z.string().trim().max(200),
        email: z.union([z.literal(''), z.email()]),
        phone: z.string().trim().max(60),
      }),
    )
    .output(z.object({ contactId: contactIdSchema, isNew: z.boolean() })),
  /** Sends the friend a LINE message with a page on which they confirm that the contact is theirs (B13). */
  requestLink: oc.input(z.object({ friendId: friendIdSchema, contactId: contactIdSchema })).output(linkRequestSchema),
  requests: oc.input(z.object({ friendId: friendIdSchema })).output(z.array(linkRequestSchema)),
  cancelRequest: oc.input(z.object({ id: z.string().max(100) })).output(z.void()),
};
