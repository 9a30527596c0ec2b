import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Caller } from '../../config/merchants/merchants.js';
import { findCurrency } from '../../domain/money.js';
import type { Country } from '../../domain/terminal.js';
import { LedgerDatabase } from '../../ledger/database/ledger-database.js';
import type { LedgerSnapshot } from '../../ledger/database/ledger-database.js';
import { readReach } from '../../ledger/queries/as-of.js';
import { readExportPages } from '../../ledger/queries/export-rows.js';
import type { ExportRow } from '../../ledger/queries/export-rows.js';
import type { TransactionFilter } from '../../ledger/queries/transaction-filter.js';
import { findShift, toShiftCondition } from '../../ledger/queries/shifts.js';
import type { Shift } from '../../ledger/queries/shifts.js';
import { refuseRate } from '../auth/rate-limit.guards.js';
import { isCompleteFor } from '../ledger/freshness.js';
import { askLedger } from '../ledger/ledger-problems.js';
import { problem } from '../problems/problem.js';
import { momentField, readQuery, text } from '../http/query-fields.js';
import { exportFormats, writeExport } from './export-format.js';
import type { ExportFormat, ExportReach } from './export-format.js';

/** Each holds a connection to the ledger for as long as its reader takes. */
const AT_A_TIME = 4;
/** A reader that takes longer is cut off: its file has no last line. */
export const MAX_EXPORT_MS = 600_000;

const exportQuery = (country: Country) =>
  z.strictObject({
    from: momentField(country).optional(),
    to: momentField(country).optional(),
    format: z.enum(exportFormats, { error: () => 'must be csv or jsonl' }).default('csv'),
    terminalId: text.optional(),
    branch: text.optional(),
    shift: text.optional(),
  });

/** An export that has begun. */
export interface OpenExport {
  readonly format: ExportFormat;
  readonly content: Readable;
}

/** Exports a merchant's transactions from one moment of the ledger. */
@Injectable()
export class Exports implements BeforeApplicationShutdown {
  /** Merchants whose export is being read. */
  private readonly running = new Map<string, Readable | undefined>();

  constructor(@Inject(LedgerDatabase) private readonly database: LedgerDatabase) {}

  /** Its first rows are read: what goes wrong later cuts the file, which then has no last line. @throws Problem `invalid-request`, `ledger-unavailable`, `rate-limited` */
  async open({ merchant, country }: Caller, query: unknown): Promise<OpenExport> {
    const { format, shift: closing, ...filter } = readQuery(exportQuery(country), query);
    if (this.running.has(merchant)) throw refuseExport('An export of this merchant is');
    if (this.running.size >= AT_A_TIME) throw refuseExport(`${AT_A_TIME} exports are`);
    this.running.set(merchant, undefined);
    let timer: NodeJS.Timeout | undefined;
    let snapshot: LedgerSnapshot | undefined;
    const end = () => {
      snapshot?.close();
      clearTimeout(timer);
      this.running.delete(merchant);
    };
    try {
      snapshot = await askLedger(() => this.database.openSnapshot());
      const shift = closing === undefined ? undefined : await requireShift(snapshot, merchant, closing);
      const reach = await describeReach(snapshot, { shift, ...filter });
      const conditions = shift === undefined ? [] : [toShiftCondition(shift)];
      const pages = readExportPages(snapshot, { merchant, ...filter }, conditions);
      const first = await askLedger(() => pages.next());
      const lines = writeExport(joinPages(first, pages), { format, currency: findCurrency(country), reach });
      const content = Readable.from(lines).once('close', end);
      this.running.set(merchant, content);
      timer = setTimeout(() => content.destroy(new Error('the export took too long')), MAX_EXPORT_MS);
      timer.unref();
      return { format, content };
    } catch (error) {
      end();
      throw error;
    }
  }

  /** A reader may take as long as it likes, and the process does not wait for it. */
  beforeApplicationShutdown(): void {
    for (const content of this.running.values()) content?.destroy(new Error('the process ends'));
  }
}

/** Of a shift that may be cut anew no file is complete: what it has may belong to two shifts. */
async function describeReach(
  snapshot: LedgerSnapshot,
  { shift, from, to }: { readonly shift: Shift | undefined } & Pick<TransactionFilter, 'from' | 'to'>,
): Promise<ExportReach> {
  const reach = await askLedger(() => readReach(snapshot));
  const period =
    shift === undefined
      ? { from, to }
      : { from: shift.after?.toISOString(), to: shift.closedAt.toISOString() };
  return {
    asOf: reach.asOf?.toISOString() ?? null,
    complete: isCompleteFor(reach, period) && shift?.mayBeCutAnew !== true,
    since: reach.since?.toISOString() ?? null,
  };
}

/** @throws Problem `invalid-request` */
async function requireShift(snapshot: LedgerSnapshot, merchant: string, id: string): Promise<Shift> {
  const shift = await askLedger(() => findShift(snapshot, { merchant, id }));
  if (shift !== undefined) return shift;
  const message = 'must be the id of a close or a shift of yours that is completed';
  throw problem('invalid-request', FAULTY_SHIFT, { errors: [{ field: 'shift', message }] });
}

const FAULTY_SHIFT = 'The ledger knows no such closing; one that ended a moment ago may not be in it yet.';

async function* joinPages(
  first: IteratorResult<readonly ExportRow[], void>,
  others: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<readonly ExportRow[], void, undefined> {
  if (first.done) return;
  yield first.value;
  yield* others;
}

/** @param what is read already. */
function refuseExport(what: string) {
  const detail = `${what} being read from this API process. Nothing was read; repeat after Retry-After.`;
  return refuseRate(detail, { pauseMs: 5_000, moneyMoved: 'unknown' });
}
