import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  contactDetailSchema,
  contactFilterSchema,
  contactRowSchema,
  contactSortSchema,
  linkCandidateSchema,
} from '../model/contact';
import { contactIdSchema, friendIdSchema } from '../model/ids';

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
};
