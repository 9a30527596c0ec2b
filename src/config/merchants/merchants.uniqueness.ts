import { toDevice } from '../../domain/terminal.js';
import type { Country } from '../../domain/terminal.js';
import type { MerchantsFault } from './merchants.faults.js';
import type { MerchantOutline } from './merchants.outline.js';

/** An entry that must be the only one of its kind. */
interface Claim {
  /** The entry of `merchants` it belongs to. */
  readonly entry: number;
  /** Where it stands, e.g. `merchants[0].terminals[1].id`. */
  readonly path: string;
  /** Two claims of the same are a fault; undefined claims nothing. */
  readonly claimed: string | undefined;
  readonly reason: string;
}

/**
 * Neither of two entries that claim the same can be used: nothing says which of them is right, and two operations could
 * run on one device at a time.
 *
 * @returns what compares one entry after the other with all before it. It gives one fault for each claim that repeats an
 * earlier one, naming the earlier one's place.
 */
export function createDuplicateFinder(): (
  merchant: MerchantOutline,
  at: number,
) => readonly MerchantsFault[] {
  const first = new Map<string, Claim>();
  return (merchant, at) => listClaims(merchant, at).flatMap((claim) => findDuplicate(claim, first));
}

function findDuplicate(claim: Claim, first: Map<string, Claim>): readonly MerchantsFault[] {
  const { claimed, entry, path, reason } = claim;
  if (claimed === undefined) return [];
  const earlier = first.get(claimed);
  if (earlier === undefined) {
    first.set(claimed, claim);
    return [];
  }
  const entries = [...new Set([earlier.entry, entry])];
  return [{ entries, text: `${path}: the same as ${earlier.path}; ${reason}` }];
}

function listClaims(merchant: MerchantOutline, at: number): readonly Claim[] {
  const path = `merchants[${at}]`;
  const claims = [
    {
      path: `${path}.id`,
      claimed: formatClaim('merchant', merchant.id),
      reason: 'a merchant is listed once',
    },
    ...merchant.apiKeys.flatMap((key, index) => listKeyClaims(key, path, index)),
    ...merchant.webhooks.map(({ id }, index) => ({
      path: `${path}.webhooks[${index}].id`,
      claimed: formatClaim(`webhooks of ${at}`, id),
      reason: 'each endpoint of a merchant has its own id',
    })),
    ...merchant.terminals.flatMap((terminal, index) => [
      {
        path: `${path}.terminals[${index}].id`,
        claimed: formatClaim(`terminals of ${at}`, terminal.id),
        reason: 'each terminal of a merchant has its own id',
      },
      {
        path: `${path}.terminals[${index}].serialNumber`,
        claimed: formatClaim('device', formatDevice(merchant.country, terminal.serialNumber)),
        reason: 'a device is listed once in a country, or two operations could run on it at a time',
      },
    ]),
  ];
  return claims.map((claim) => ({ entry: at, ...claim }));
}

function listKeyClaims(
  { id, sha256 }: MerchantOutline['apiKeys'][number],
  merchant: string,
  index: number,
): readonly Omit<Claim, 'entry'>[] {
  const path = `${merchant}.apiKeys[${index}]`;
  return [
    {
      path: `${path}.id`,
      claimed: formatClaim(`keys of ${merchant}`, id),
      reason: 'each key of a merchant has its own id',
    },
    {
      path: `${path}.sha256`,
      claimed: formatClaim('hash', sha256?.toLowerCase()),
      reason: 'a key belongs to one entry: make a new key',
    },
  ];
}

function formatDevice(country: string | undefined, serialNumber: string | undefined): string | undefined {
  if (serialNumber === undefined || serialNumber === '') return undefined;
  return JSON.stringify(toDevice({ country: country as Country, serialNumber }));
}

function formatClaim(scope: string, text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : JSON.stringify([scope, text]);
}
