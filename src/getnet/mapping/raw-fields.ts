import type { Report } from '../../domain/verdict.js';
import { isSaleDetails, isKnownField } from '../wire/terminal-result.js';
import { maskScalar, maskText } from './safe-text.js';

/** What nobody knows in an answer. */
export interface RawFields {
  readonly fields: Report['raw'];
  /** There were more than are kept. */
  readonly cut: boolean;
}

const MAX_FIELDS = 60;
const DEEPEST = 4;

/** Whatever sounds like a card's, a person's or a secret, in English or Spanish: one field too few is better. */
const SENSITIVE =
  /bin|expir|venc|token|pan|pin|track|pista|cardn|tarjeta|account(?!ing)|cuenta|cv[vc]|secret|passw|clave|holder|titular|dni/i;
/** A Chilean tax id's; not the end of *bruto*. */
const TAX_ID_NAME = /(?<![bB])rut|Rut|RUT|rut$/;
/** The result of an identity check (contract §4.0), not the tax id itself. */
const harmless: readonly string[] = ['rutmatch', 'rutcheckresult'];
const NAME = /^[\p{L}\p{N}_-]{1,40}$/u;
/** A Chilean tax id, wherever it stands. */
const TAX_ID = /\b\d{1,2}\.?\d{3}\.?\d{3}-[\dk](?!\w)/gi;

/**
 * The fields of an answer that have no place of their own, as Getnet names them, those inside objects and lists by their
 * path: `totals.0.count`. Nothing sensitive by name, and texts masked. Total.
 *
 * @param amountToo whether `amount` is one of them: where the answer is no sale's, nobody knows what it counts.
 */
export function collectRawFields(
  payload: Readonly<Record<string, unknown>>,
  { amountToo }: { readonly amountToo: boolean },
): RawFields {
  const unknown = Object.entries(payload).filter(([name]) => {
    if (amountToo && name.toLowerCase() === 'amount') return true;
    return !isKnownField(name) && !isSaleDetails(name);
  });
  const leaves = unknown.flatMap(([name, value]) => collectLeaves(value, [name]));
  return { fields: Object.fromEntries(leaves.slice(0, MAX_FIELDS)), cut: leaves.length > MAX_FIELDS };
}

type Leaf = readonly [path: string, value: Report['raw'][string]];

function collectLeaves(value: unknown, path: readonly string[]): readonly Leaf[] {
  if (path.length > DEEPEST || !path.every(mayBeShown)) return [];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => collectLeaves(inner, [...path, name]));
  }
  return [[path.join('.'), toRawValue(value)]];
}

function mayBeShown(name: string): boolean {
  if (harmless.includes(name.toLowerCase())) return true;
  const letters = name.replace(/[_-]/g, '');
  if (SENSITIVE.test(letters) || TAX_ID_NAME.test(letters)) return false;
  return NAME.test(name) && maskText(name) === name;
}

function toRawValue(value: unknown): Report['raw'][string] {
  if (typeof value === 'string') return maskScalar(value.trim().replace(TAX_ID, '(tax id)'));
  if (typeof value === 'number') return Number.isFinite(value) ? maskScalar(value) : null;
  return typeof value === 'boolean' ? value : null;
}
