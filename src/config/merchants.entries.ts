import type { z } from 'zod';
import { readCredentials } from './credentials.js';
import type { Credentials } from './credentials.js';
import { faultsByEntry } from './merchants.faults.js';
import type { MerchantsFault } from './merchants.faults.js';
import { entriesOf, outlineOf } from './merchants.outline.js';
import type { MerchantOutline } from './merchants.outline.js';
import { misfitsOf } from './merchants.rules.js';
import type { MerchantsContext } from './merchants.rules.js';
import { merchantSchema, merchantsFileSchema } from './merchants.schema.js';
import type { MerchantEntry } from './merchants.schema.js';
import type { SecretSource } from './secrets.js';
import type { Interruptible } from './slices.js';
import { twinFinder } from './twins.js';

/** An entry without faults. */
export interface UsableEntry {
  readonly entry: MerchantEntry;
  readonly credentials: Credentials;
}

/** An entry with faults, and what can be recognised of it all the same. */
export interface StoppedEntry {
  /** Where it stands, e.g. `merchants[3]`. */
  readonly place: string;
  readonly outline: MerchantOutline;
  /** Kept where they can be read: what its transactions came to is still asked. */
  readonly credentials: Credentials | undefined;
  readonly faults: readonly string[];
}

/** What a merchants file says, entry by entry. */
export interface Judgement {
  readonly usable: readonly UsableEntry[];
  readonly stopped: readonly StoppedEntry[];
  /** All of them, those of the file as a whole first. */
  readonly faults: readonly MerchantsFault[];
  /** The countries it names, supported or not. */
  readonly countries: readonly string[];
}

/** What entries are judged by. */
export interface JudgedBy {
  readonly context: MerchantsContext;
  readonly secrets: SecretSource;
}

/** An entry as it is judged by itself and with those before it. */
interface Judged {
  readonly at: number;
  readonly outline: MerchantOutline;
  readonly entry: MerchantEntry | undefined;
  readonly credentials: Credentials | undefined;
  readonly faults: readonly MerchantsFault[];
}

/** So many entries take a few milliseconds. */
const SLICE = 50;

/** Judges each entry by itself, so that a wrong one stops no other. Total: any JSON at all is judged. */
export function* judgeEntries(json: unknown, by: JudgedBy): Interruptible<Judgement> {
  const ofTheFile = merchantsFileSchema.safeParse(json).error?.issues ?? [];
  const twinsOf = twinFinder();
  const judged: Judged[] = [];
  for (const [at, entry] of entriesOf(json).entries()) {
    judged.push(judgeEntry(entry, at, { ...by, twinsOf }));
    if (at % SLICE === 0) yield;
  }
  const faults = [
    ...ofTheFile.map((issue) => ({ entries: [], text: textOf(issue, []) })),
    ...judged.flatMap((entry) => entry.faults),
  ];
  return {
    ...sorted(judged, faults),
    faults,
    countries: judged.flatMap(({ outline }) => outline.country ?? []),
  };
}

function judgeEntry(
  value: unknown,
  at: number,
  { context, secrets, twinsOf }: JudgedBy & { readonly twinsOf: ReturnType<typeof twinFinder> },
): Judged {
  const outline = outlineOf(value);
  const { data: entry, error } = merchantSchema.safeParse(value);
  const { credentials, faults } = readCredentials(outline, at, secrets);
  const all = [
    ...(error?.issues ?? []).map((issue) => ({ entries: [at], text: textOf(issue, ['merchants', at]) })),
    ...twinsOf(outline, at),
    ...misfitsOf(outline, at, context),
    ...faults,
  ];
  return { at, outline, entry, credentials, faults: all };
}

function sorted(
  judged: readonly Judged[],
  faults: readonly MerchantsFault[],
): Pick<Judgement, 'usable' | 'stopped'> {
  const faultsOf = faultsByEntry(faults);
  const usable = judged.flatMap(({ at, entry, credentials }) =>
    entry && credentials && !faultsOf.has(at) ? [{ entry, credentials }] : [],
  );
  const stopped = judged.flatMap(({ at, outline, credentials }) => {
    const texts = faultsOf.get(at)?.map(({ text }) => text);
    return texts ? [{ place: `merchants[${at}]`, outline, credentials, faults: texts }] : [];
  });
  return { usable, stopped };
}

function textOf({ path, message }: z.core.$ZodIssue, inside: readonly PropertyKey[]): string {
  const place = [...inside, ...path]
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  return place === '' ? message : `${place.slice(1)}: ${message}`;
}
