import type { JsonObject } from '../http/body.js';
import type { Triple } from '../devices/directory.js';

/** Whether a field, if it is there, is good; in the words of `expected`. */
export interface FieldRule {
  readonly expected: string;
  readonly required?: boolean;
  accepts(value: unknown): boolean;
}

/** A text of at most `length` characters. */
export function textUpTo(length: number, required = false): FieldRule {
  return {
    expected: `a text of at most ${length} characters`,
    required,
    accepts: (value) => typeof value === 'string' && value.length <= length,
  };
}

/** A text of 1 to `length` characters that has to be there. */
export function filledUpTo(length: number): FieldRule {
  const rule = textUpTo(length, true);
  return {
    ...rule,
    expected: `a text of 1 to ${length} characters`,
    accepts: (value) => value !== '' && rule.accepts(value),
  };
}

/** A whole number, also spelled as a text: one client sends it so. Contract §4.0. */
export function wholeNumber(least: number, most: number, required = false): FieldRule {
  return {
    expected: `a whole number from ${least} to ${most}`,
    required,
    accepts: (value) =>
      Number.isInteger(toNumber(value)) && toNumber(value) >= least && toNumber(value) <= most,
  };
}

export const trueOrFalse: FieldRule = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
};

/** An amount in the unit of the wire. Contract §4.2. */
export const amountRule: FieldRule = {
  expected: 'a whole number from 1 to 999999999',
  required: true,
  accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 999_999_999,
};

/** The number that a field holds, as number or text; NaN if none. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
}

/** What is wrong with a body's fields; fields without a rule are let through. */
export function validateFields(
  body: JsonObject,
  rules: Readonly<Record<string, FieldRule>>,
): readonly string[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const value = body[name];
    if (value === undefined) return rule.required ? [`${name} is missing`] : [];
    return rule.accepts(value) ? [] : [`${name} must be ${rule.expected}`];
  });
}

/** The fields of every command to a terminal. Contract §4.0. */
export const commonRules: Readonly<Record<string, FieldRule>> = {
  idTerminal: filledUpTo(20),
  idSucursal: {
    expected: 'a whole number or its digits',
    required: true,
    accepts: (value) => toNumber(value) >= 0,
  },
  serialNumber: filledUpTo(20),
  customId: textUpTo(25),
  webhook: { expected: 'an http or https address', accepts: isWebhookAddress },
  printOnPos: trueOrFalse,
};

// The test console leaves a blank address out, so a blank one counts as none.
function isWebhookAddress(value: unknown): boolean {
  if (value === '') return true;
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** The terminal that a checked body names. */
export function readTriple(body: JsonObject): Triple {
  return {
    idTerminal: String(body.idTerminal),
    idSucursal: String(body.idSucursal),
    serialNumber: String(body.serialNumber),
  };
}

/** A checked field's text; undefined if it is absent or blank. */
export function readOptionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
