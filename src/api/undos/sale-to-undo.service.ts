import { Injectable, Inject } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import { isSale } from '../../domain/transaction-type.js';
import { Runs } from '../store/runs.service.js';
import {
  nothingToReverseProblem,
  unknownOriginalProblem,
  unsettledOriginalProblem,
  ownSaleProblem,
  missingNumbersProblem,
} from './undo-problems.js';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Options } from '../../domain/transaction.js';
import type { UndoneSale } from '../../domain/undo.js';
import { findChargedAmount } from '../../domain/net-sale.js';
import { pickGivenOptions } from '../../getnet/countries/countries.js';
import {
  listVoidDays,
  buildName,
  buildUndoneSale,
  findNumbers,
} from '../../getnet/countries/sale-numbers.js';
import type { SaleNumber } from '../../getnet/countries/sale-numbers.js';
import { SalesByNumber } from './sale-by-number.service.js';
import type { UndoStartRequest } from './undo-request.js';

/** Finds the sales that are to be undone. */
@Injectable()
export class Originals {
  constructor(private readonly runs: Runs) {}

  /**
   * @param id as the caller gave it.
   * @returns an approved sale of the merchant.
   * @throws Problem `unknown-original`, `not-settled`, `not-reversible`, `orchestrator-unavailable`
   */
  async requireApprovedSale(id: string, merchant: string): Promise<Snapshot> {
    const known = parseTransactionId(id);
    const snapshot = known && (await this.runs.readSnapshot(known));
    if (snapshot === undefined || snapshot.accepted.merchant !== merchant) throw unknownOriginalProblem(id);
    if (!isFinal(snapshot.status)) throw unsettledOriginalProblem(snapshot);
    const { accepted, status } = snapshot;
    if (status !== 'approved' || !isSale(accepted.type)) throw nothingToReverseProblem(snapshot);
    return snapshot;
  }
}

/** The sale of a void or return, and how the command names it. */
export interface NamedSale {
  readonly sale: UndoneSale;
  /** Of a sale of ours. */
  readonly original?: Snapshot;
  readonly options: Options;
  /** ISO 8601: of a sale made elsewhere, when the batch of its terminal was closed by us. */
  readonly batchSince?: string;
}

/** Finds out which sale a void or return is about. */
@Injectable()
export class SaleToUndo {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly originals: Originals,
    private readonly salesByNumber: SalesByNumber,
  ) {}

  /** @throws Problem `unknown-original`, `not-settled`, `not-reversible`, `invalid-request`, `orchestrator-unavailable` */
  resolve(request: UndoStartRequest): Promise<NamedSale> {
    const { originalTransactionId: id } = request.body;
    return id === undefined ? this.resolveForeignSale(request) : this.resolveOwnSale(request, id);
  }

  private async resolveOwnSale(request: UndoStartRequest, id: string): Promise<NamedSale> {
    const { type, body, terminal, undoing } = request;
    const original = await this.originals.requireApprovedSale(id, terminal.merchant);
    const numbers = findNumbers(original, undoing);
    if (numbers === undefined) throw missingNumbersProblem(original, type);
    const options = { ...numbers, ...pickGivenOptions(body.options) };
    const sameNumbers = type === 'return' ? await this.findSameNumbers(original, request, options) : [];
    const undone = buildUndoneSale(original, this.environment.RETENTION);
    const sale = {
      ...undone,
      ...(type === 'return' && nameAsSent(undone, readCode(options, terminal, undefined))),
      ...(sameNumbers.length > 0 && { twins: sameNumbers }),
    };
    return { sale, original, options };
  }

  /** Getnet finds the sale of a return by its code, and its day where the country names it: a hint, from the index. */
  private async findSameNumbers(
    original: Snapshot,
    { body, terminal }: UndoStartRequest,
    options: Options,
  ): Promise<readonly TransactionId[]> {
    const number = readCode(options, terminal, body.amount?.value ?? findChargedAmount(original)?.value);
    const found = number && (await this.salesByNumber.findByIndex(number));
    const ids = found?.map(({ accepted }) => accepted.transactionId) ?? [];
    return ids.filter((id) => id !== original.accepted.transactionId);
  }

  private resolveForeignSale(request: UndoStartRequest): Promise<NamedSale> {
    return request.undoing.namedBy === 'operationId'
      ? this.resolveByOperation(request)
      : this.resolveByCode(request);
  }

  private async resolveByOperation({ body, terminal }: UndoStartRequest): Promise<NamedSale> {
    const [day, yesterday] = listVoidDays(terminal.country, Date.now());
    const value = String(body.options['operationId']);
    const number = { name: 'operationId', value, terminal, day } as const;
    const { sales, batchSince } = await this.salesByNumber.findOnDevice(number, terminal);
    refuseOwn(sales, number);
    const sale = {
      name: buildName(number),
      merchant: terminal.merchant,
      operationId: Number(value),
      otherNames: [buildName({ ...number, day: yesterday })],
      rememberUntil: this.computeForgottenAtMs(Date.now()),
    };
    return { sale, options: pickGivenOptions(body.options), ...(batchSince !== undefined && { batchSince }) };
  }

  private async resolveByCode({ body, terminal }: UndoStartRequest): Promise<NamedSale> {
    const options = pickGivenOptions(body.options);
    const number = readCode(options, terminal, body.amount?.value);
    if (number === undefined) throw new TypeError('a return names its sale by an authorisation code');
    refuseOwn(await this.salesByNumber.findByCode(number), number);
    const rememberUntil = this.computeForgottenAtMs(Date.now());
    return { sale: { name: buildName(number), merchant: terminal.merchant, rememberUntil }, options };
  }

  /** As long as a sale itself is remembered. */
  private computeForgottenAtMs(fromMs: number): number {
    return fromMs + this.environment.RETENTION;
  }
}

/** A caller may name another day than we would: whoever names the sale by that one finds the undo there. */
function nameAsSent(
  { codeName, codeNames = [] }: UndoneSale,
  sent: SaleNumber | undefined,
): Pick<UndoneSale, 'codeNames'> {
  const name = sent && buildName(sent);
  if (name === undefined || name === codeName || codeNames.includes(name)) return {};
  return { codeNames: [...codeNames, name] };
}

function refuseOwn([first, ...others]: readonly Snapshot[], { name }: SaleNumber): void {
  if (first !== undefined) throw ownSaleProblem([first, ...others], name);
}

/** How a return names its sale; undefined for one that names no code. */
function readCode(
  { authorizationCode, originalTransDate }: Options,
  terminal: ConfiguredTerminal,
  amount: number | undefined,
): SaleNumber | undefined {
  if (authorizationCode === undefined) return undefined;
  return {
    name: 'authorizationCode',
    value: String(authorizationCode),
    terminal,
    ...(amount !== undefined && { amount }),
    ...(typeof originalTransDate === 'string' && { day: originalTransDate }),
  };
}
