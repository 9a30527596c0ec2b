import { deviceOf } from '../domain/terminal.js';
import type { Country } from '../domain/terminal.js';
import type { MerchantOutline, Outline } from './merchants.outline.js';

/** An entry that must be the only one of its kind. */
interface Claim {
  /** Where it stands, e.g. `merchants[0].terminals[1].id`. */
  readonly path: string;
  /** Two claims of the same are a fault; undefined claims nothing. */
  readonly claimed: string | undefined;
  readonly reason: string;
}

/** @returns one fault for each entry of a merchants file that repeats an earlier one, naming the earlier one's place. */
export function twinsIn({ merchants }: Outline): readonly string[] {
  const first = new Map<string, string>();
  return merchants.flatMap(claimsOf).flatMap(({ path, claimed, reason }) => {
    const earlier = claimed === undefined ? undefined : first.get(claimed);
    if (claimed !== undefined && earlier === undefined) first.set(claimed, path);
    return earlier === undefined ? [] : [`${path}: the same as ${earlier}; ${reason}`];
  });
}

function claimsOf(merchant: MerchantOutline, at: number): readonly Claim[] {
  const path = `merchants[${at}]`;
  return [
    { path: `${path}.id`, claimed: claim('merchant', merchant.id), reason: 'a merchant is listed once' },
    ...merchant.apiKeys.flatMap((key, index) => keyClaims(key, path, index)),
    ...merchant.terminals.flatMap((terminal, index) => [
      {
        path: `${path}.terminals[${index}].id`,
        claimed: claim(`terminals of ${at}`, terminal.id),
        reason: 'each terminal of a merchant has its own id',
      },
      {
        path: `${path}.terminals[${index}].serialNumber`,
        claimed: claim('device', deviceText(merchant.country, terminal.serialNumber)),
        reason: 'a device is listed once in a country, or two operations could run on it at a time',
      },
    ]),
  ];
}

function keyClaims(
  { id, sha256 }: MerchantOutline['apiKeys'][number],
  merchant: string,
  index: number,
): readonly Claim[] {
  const path = `${merchant}.apiKeys[${index}]`;
  return [
    {
      path: `${path}.id`,
      claimed: claim(`keys of ${merchant}`, id),
      reason: 'each key of a merchant has its own id',
    },
    {
      path: `${path}.sha256`,
      claimed: claim('hash', sha256?.toLowerCase()),
      reason: 'a key belongs to one entry: make a new key',
    },
  ];
}

function deviceText(country: string | undefined, serialNumber: string | undefined): string | undefined {
  if (serialNumber === undefined || serialNumber === '') return undefined;
  return JSON.stringify(deviceOf({ country: country as Country, serialNumber }));
}

function claim(scope: string, text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : JSON.stringify([scope, text]);
}
