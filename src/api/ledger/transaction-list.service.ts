import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { resolveDatabaseUrl } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import type { Caller } from '../../config/merchants/merchants.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { LARGEST_AMOUNT } from '../../domain/money.js';
import { statuses } from '../../domain/status.js';
import type { Country } from '../../domain/terminal.js';
import { transactionTypes } from '../../domain/transaction-type.js';
import { LedgerDatabase } from '../../ledger/database/ledger-database.js';
import { readReach } from '../../ledger/queries/as-of.js';
import { listTransactions } from '../../ledger/queries/list-transactions.js';
import type { TransactionFilter } from '../../ledger/queries/transaction-filter.js';
import { problem } from '../problems/problem.js';
import { render } from '../../rendering/render-transaction.js';
import { judgeFreshness } from './freshness.js';
import { askLedger } from './ledger-problems.js';
import { createListCursors } from './list-cursor.js';
import type { ListCursors } from './list-cursor.js';
import { momentField, readQuery, listField, text, wholeNumberField } from '../http/query-fields.js';

export const MAX_PAGE_SIZE = 500;
export const DEFAULT_PAGE_SIZE = 50;
/** Pesos of Argentina have two digits more in minor units than on the wire. */
const LARGEST_MINOR = LARGEST_AMOUNT * 100;

/** The query of a list. */
export const listQuery = (country: Country) =>
  z.strictObject({
    terminalId: text.optional(),
    status: listField(statuses).optional(),
    type: listField(transactionTypes).optional(),
    reference: text.optional(),
    idPosTxs: text.optional(),
    authorizationCode: text.optional(),
    minAmount: wholeNumberField(0, LARGEST_MINOR).optional(),
    maxAmount: wholeNumberField(0, LARGEST_MINOR).optional(),
    from: momentField(country).optional(),
    to: momentField(country).optional(),
    undone: z.enum(['true', 'false'], { error: () => 'must be true or false' }).optional(),
    limit: wholeNumberField(1, MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
    cursor: text.optional(),
  });

/** Lists a merchant's transactions from the ledger. */
@Injectable()
export class TransactionList {
  private readonly cursors: ListCursors;

  constructor(
    @Inject(LedgerDatabase) private readonly database: LedgerDatabase,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    this.cursors = createListCursors(resolveDatabaseUrl(environment) ?? '');
  }

  /** @throws Problem `invalid-request`, `ledger-unavailable` */
  async read({ merchant, country }: Caller, query: unknown) {
    const { limit, cursor, status, type, undone, ...fields } = readQuery(listQuery(country), query);
    const filter: TransactionFilter = {
      merchant,
      ...fields,
      statuses: status,
      types: type,
      undone: undone === undefined ? undefined : undone === 'true',
    };
    const after = cursor === undefined ? undefined : this.readCursor(filter, cursor);
    const { reach, page } = await askLedger(async () => ({
      // First, so that the rows are at least as new.
      reach: await readReach(this.database),
      page: await listTransactions(this.database, filter, { limit, after }),
    }));
    const nextCursor = page.end === undefined ? null : this.cursors.write(filter, page.end);
    const freshness = judgeFreshness(reach.asOf, {
      nowMs: Date.now(),
      staleAfterMs: this.environment.LEDGER_STALE_AFTER,
    });
    return { items: page.items.map(render), nextCursor, ...freshness };
  }

  private readCursor(filter: TransactionFilter, cursor: string) {
    const place = this.cursors.read(filter, cursor);
    if (place !== undefined) return place;
    const message = 'must be the nextCursor of a page before, with the same filters';
    throw problem('invalid-request', 'The query has faults, named in "errors". Nothing was read.', {
      errors: [{ field: 'cursor', message }],
    });
  }
}
