import type { AccountDefinition } from './accounts';
import type { ObjectTypeName } from './object-types';

/** What differs between accounts by plan and by what their administrators set; may be turned while the stand-in runs. */
export type AccountSettings = {
  /** Scopes that the account's plan does not have: an optional one is left out of a consent, a call that needs it is refused. */
  missingScopes: readonly string[];
  /** Properties that a record must have, enforced by the newest API version alone (facts section 1.1). */
  requiredProperties: Readonly<Partial<Record<ObjectTypeName, readonly string[]>>>;
  /** The id-preserving merge that some accounts take part in (facts section 5.6). */
  isMergeIdKept: boolean;
};

/** Settings of every account; each starts with what its plan brings. */
export class AccountSettingsBook {
  readonly #settings = new Map<number, AccountSettings>();

  /** The settings of an account, to be read or changed in place. */
  of(account: AccountDefinition): AccountSettings {
    const held = this.#settings.get(account.hubId);
    if (held !== undefined) return held;
    const fresh: AccountSettings = {
      missingScopes: account.missingScopes ?? [],
      requiredProperties: {},
      isMergeIdKept: false,
    };
    this.#settings.set(account.hubId, fresh);
    return fresh;
  }
}
