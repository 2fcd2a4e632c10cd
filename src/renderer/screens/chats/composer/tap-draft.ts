import { type QuickReply, quickReplySchema, type TapAction, tapActionSchema } from '../../../../shared/model/outgoing';

/** What a tap does; the last three are for quick replies only. */
export type TapKind = 'say' | 'url' | 'postback' | 'camera' | 'cameraRoll' | 'location';

/** A button while it is being written: every field a text. */
export interface TapDraft {
  readonly key: string;
  readonly kind: TapKind;
  readonly label: string;
  /** The address, the text or the data behind it. */
  readonly value: string;
}

/** Longest label and text behind a tap (LINE fact sheet, section 6.6). */
export const longestLabel = 20;
export const longestTapText = 300;
/** The contract takes addresses up to this length. */
export const longestUrl = 1000;

/** Schemes that LINE opens. */
const schemes = ['http:', 'https:', 'line:', 'tel:'];

/** A new, empty button. */
export function newTap(kind: TapKind = 'say'): TapDraft {
  return { key: crypto.randomUUID(), kind, label: '', value: '' };
}

/** A written button again as a draft. */
export function tapDraftOf(action: QuickReply): TapDraft {
  const value =
    action.kind === 'url'
      ? action.url
      : action.kind === 'say'
        ? action.text
        : action.kind === 'postback'
          ? action.data
          : '';
  return { key: crypto.randomUUID(), kind: action.kind, label: action.label, value };
}

/** What is missing or wrong in a button; each has its words under `composer.tap.problem.`. */
export type TapProblem = 'label' | 'value' | 'url';

/** An address as a person types it: a phone number becomes `tel:`, a bare host gets `https://`. */
export function addressOf(text: string): string {
  const trimmed = text.trim();
  if (/^\+?[\d\s()-]{5,}$/.test(trimmed)) return `tel:${trimmed.replace(/[\s()-]/g, '')}`;
  return /^[\w-]+(\.[\w-]+)+([/?#].*)?$/u.test(trimmed) ? `https://${trimmed}` : trimmed;
}

/** The first thing that keeps a button from being used. */
export function problemOfTap(tap: TapDraft): TapProblem | null {
  if (tap.label.trim() === '') return 'label';
  if (tap.kind === 'url') {
    const address = addressOf(tap.value);
    const isOpenable = URL.canParse(address) && schemes.includes(new URL(address).protocol);
    return isOpenable && address.length <= longestUrl ? null : 'url';
  }
  if (tap.kind === 'say' || tap.kind === 'postback') return tap.value.trim() === '' ? 'value' : null;
  return null;
}

/** The quick reply that a draft makes; null while something is missing. */
export function quickReplyOf(tap: TapDraft): QuickReply | null {
  const label = tap.label.trim();
  const value = tap.value.trim();
  if (problemOfTap(tap) !== null) return null;
  const made = {
    url: { kind: 'url', label, url: addressOf(value) },
    say: { kind: 'say', label, text: value },
    // The label stands in the chat as what the customer said: a tap without a trace would look like nothing happened.
    postback: { kind: 'postback', label, data: value, text: label },
    camera: { kind: 'camera', label },
    cameraRoll: { kind: 'cameraRoll', label },
    location: { kind: 'location', label },
  }[tap.kind];
  return quickReplySchema.safeParse(made).data ?? null;
}

/** The button of a card that a draft makes; null while something is missing. */
export function tapActionOf(tap: TapDraft): TapAction | null {
  return tapActionSchema.safeParse(quickReplyOf(tap)).data ?? null;
}
