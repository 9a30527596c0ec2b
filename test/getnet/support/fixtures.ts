import { readFileSync } from 'node:fs';
import type { CustomId } from '../../../src/domain/ids.js';
import type { CommandFacts } from '../../../src/getnet/mapping/identity.js';

export interface FixtureRow {
  readonly file: string;
  readonly kind: 'request' | 'reply' | 'webhook';
  readonly path?: string;
  readonly idPosTxs?: number | null;
  readonly httpStatus?: number | null;
  readonly replyTo?: string;
  readonly outcome?: 'APPROVED' | 'NOT_APPROVED' | 'PENDING' | 'REJECTED' | 'UNKNOWN' | null;
}

const folder = new URL('../../fixtures/getnet/', import.meta.url);

export function fixture(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

export const fixtureRows = JSON.parse(fixture('index.json')) as readonly FixtureRow[];

export function requestRow(file: string | undefined): FixtureRow {
  const row = fixtureRows.find((candidate) => candidate.kind === 'request' && candidate.file === file);
  if (row === undefined) throw new Error(`index.json has no request ${file}`);
  return row;
}

/** Sale, void, return and promo sale (contract, words used here). */
const moneyCommands: readonly number[] = [100, 102, 108, 126];

/** The facts of the command a reply is about; for `get_transaction` those of the sale it asks for. */
export function readFacts(requestFile: string): CommandFacts {
  const body = JSON.parse(fixture(requestFile)) as Record<string, unknown>;
  const asked = requestRow(requestFile).path === 'get_transaction';
  const original = asked
    ? (JSON.parse(fixture('requests/cl-sale-sync.json')) as Record<string, unknown>)
    : body;
  const sale = Number(original['command']) === 100;
  const argentine = requestFile.includes('/ar-');
  const qr = argentine && original['saleType'] === 1;
  const money = moneyCommands.includes(Number(original['command']));
  const currency = argentine ? ('ARS' as const) : ('CLP' as const);
  return {
    customId: String(original['customId'] ?? '') as CustomId,
    functionCode: Number(original['command']),
    amount: original['amount'] === undefined ? undefined : Number(original['amount']),
    cardSale: sale && !qr,
    ...(money && { money: { currency, minorPerWireUnit: 1, givesBack: !sale } }),
    ...(Number(original['command']) === 102 && { voids: { operationId: Number(original['operationId']) } }),
    ...(!money && {
      report: {
        currency,
        minorPerWireUnit: 1,
        answersWithVoucher: [101, 109].includes(Number(original['command'])),
      },
    }),
  };
}
