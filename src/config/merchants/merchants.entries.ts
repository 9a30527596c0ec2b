import type { z } from 'zod';
import type { MerchantsContext } from '../environment/environment.js';
import { readCredentials } from './credentials.js';
import type { Credentials, SecretSource } from './credentials.js';
import type { Interruptible } from './interruptible.js';
import { groupFaultsByEntry } from './merchants.faults.js';
import type { MerchantsFault } from './merchants.faults.js';
import { parseEntries, parseOutline } from './merchants.outline.js';
import type { MerchantOutline } from './merchants.outline.js';
import { findSettingsFaults } from './merchants.rules.js';
import { merchantSchema, merchantsFileSchema } from './merchants.schema.js';
import type { MerchantEntry } from './merchants.schema.js';
import { createDuplicateFinder } from './merchants.uniqueness.js';
import { readWebhookSecrets } from './webhook-secrets.js';
import type { WebhookSecrets } from './webhook-secrets.js';

/** An entry without faults. */
export interface UsableEntry {
  readonly entry: MerchantEntry;
  readonly credentials: Credentials;
  readonly webhookSecrets: readonly WebhookSecrets[];
}

/** An entry with faults, and what can be recognised of it all the same. */
export interface StoppedEntry {
  /** Where it stands, e.g. `merchants[3]`. */
  readonly place: string;
  readonly outline: MerchantOutline;
  /** Kept where they can be read: what its transactions came to is still asked. */
  readonly credentials: Credentials | undefined;
  /** As far as they can be read: logs must not show them. */
  readonly webhookSecrets: readonly WebhookSecrets[];
  readonly faults: readonly string[];
}

/** What a merchants file says, entry by entry. */
export interface CheckedEntries {
  readonly usable: readonly UsableEntry[];
  readonly stopped: readonly StoppedEntry[];
  /** All of them, those of the file as a whole first. */
  readonly faults: readonly MerchantsFault[];
  /** The countries it names, supported or not. */
  readonly countries: readonly string[];
}

/** What entries are checked against. */
export interface CheckContext {
  readonly context: MerchantsContext;
  readonly secrets: SecretSource;
}

/** An entry, checked by itself and against those before it. */
interface CheckedEntry {
  readonly at: number;
  readonly outline: MerchantOutline;
  readonly entry: MerchantEntry | undefined;
  readonly credentials: Credentials | undefined;
  readonly webhookSecrets: readonly WebhookSecrets[];
  readonly faults: readonly MerchantsFault[];
}

/** So many entries take a few milliseconds. */
const ENTRIES_PER_SLICE = 50;

/** Checks each entry by itself, so that a wrong one stops no other. Total: any JSON at all is checked. */
export function* checkEntries(json: unknown, context: CheckContext): Interruptible<CheckedEntries> {
  const fileIssues = merchantsFileSchema.safeParse(json).error?.issues ?? [];
  const findDuplicates = createDuplicateFinder();
  const checked: CheckedEntry[] = [];
  for (const [at, entry] of parseEntries(json).entries()) {
    checked.push(checkEntry(entry, at, { ...context, findDuplicates }));
    if (at % ENTRIES_PER_SLICE === 0) yield;
  }
  const faults = [
    ...fileIssues.map((issue) => ({ entries: [], text: describeIssue(issue, []) })),
    ...checked.flatMap((entry) => entry.faults),
  ];
  return {
    ...splitByFaults(checked, faults),
    faults,
    countries: checked.flatMap(({ outline }) => outline.country ?? []),
  };
}

function checkEntry(
  value: unknown,
  at: number,
  {
    context,
    secrets,
    findDuplicates,
  }: CheckContext & { readonly findDuplicates: ReturnType<typeof createDuplicateFinder> },
): CheckedEntry {
  const outline = parseOutline(value);
  const { data: entry, error } = merchantSchema.safeParse(value);
  const { credentials, faults } = readCredentials(outline, at, secrets);
  const webhooks = readWebhookSecrets(outline, at, secrets);
  const all = [
    ...(error?.issues ?? []).map((issue) => ({
      entries: [at],
      text: describeIssue(issue, ['merchants', at]),
    })),
    ...findDuplicates(outline, at),
    ...findSettingsFaults(outline, at, context),
    ...faults,
    ...webhooks.faults,
  ];
  const { webhookSecrets } = webhooks;
  return { at, outline, entry, credentials, webhookSecrets, faults: all };
}

function splitByFaults(
  checked: readonly CheckedEntry[],
  faults: readonly MerchantsFault[],
): Pick<CheckedEntries, 'usable' | 'stopped'> {
  const faultsAt = groupFaultsByEntry(faults);
  const usable = checked.flatMap(({ at, entry, credentials, webhookSecrets }) =>
    entry && credentials && !faultsAt.has(at) ? [{ entry, credentials, webhookSecrets }] : [],
  );
  const stopped = checked.flatMap(({ at, outline, credentials, webhookSecrets }) => {
    const texts = faultsAt.get(at)?.map(({ text }) => text);
    return texts ? [{ place: `merchants[${at}]`, outline, credentials, webhookSecrets, faults: texts }] : [];
  });
  return { usable, stopped };
}

function describeIssue({ path, message }: z.core.$ZodIssue, inside: readonly PropertyKey[]): string {
  const place = [...inside, ...path]
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  return place === '' ? message : `${place.slice(1)}: ${message}`;
}
