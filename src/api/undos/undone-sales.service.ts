import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../../config/settings.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Options } from '../../domain/transaction.js';
import type { UndoneSale } from '../../domain/undo.js';
import { givenOptions } from '../../getnet/countries/packs.js';
import { SETTINGS } from '../settings.module.js';
import { ourOwnSale, unnamedAtGetnet } from './original-problems.js';
import { Originals } from './originals.service.js';
import { rememberedName } from './sale-numbers.js';
import { SalesByNumber } from './sales-by-number.service.js';
import type { UndoRequest } from './undo-request.js';

/** The sale of a void or return, and how the command names it. */
export interface NamedSale {
  readonly sale: UndoneSale;
  /** Of a sale of ours. */
  readonly original?: Snapshot;
  readonly options: Options;
}

/** Finds out which sale a void or return is about. */
@Injectable()
export class UndoneSales {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly originals: Originals,
    private readonly salesByNumber: SalesByNumber,
  ) {}

  /** @throws Problem `unknown-original`, `not-settled`, `not-reversible`, `invalid-request`, `orchestrator-unavailable` */
  of(request: UndoRequest): Promise<NamedSale> {
    const { originalTransactionId: id } = request.body;
    return id === undefined ? this.madeElsewhere(request) : this.madeHere(request, id);
  }

  private async madeHere({ type, body, terminal, undoing }: UndoRequest, id: string): Promise<NamedSale> {
    const original = await this.originals.approvedSale(id, terminal.merchant);
    const { accepted, outcome, finalAt = accepted.createdAt } = original;
    const numbers = outcome.result && undoing.numbersOf({ result: outcome.result, finalAt });
    if (numbers === undefined) throw unnamedAtGetnet(original, type);
    const { transactionId, merchant, amount } = accepted;
    const code = outcome.result?.authorizationCode;
    const sale = {
      name: transactionId,
      merchant,
      transactionId,
      terminalId: accepted.terminal.id,
      ...(amount && { amount }),
      ...(code && { authorizationCode: code }),
      rememberUntil: this.forgottenAfter(Date.parse(finalAt)),
    };
    return { sale, original, options: { ...numbers, ...givenOptions(body.options) } };
  }

  private async madeElsewhere({ body, terminal, undoing }: UndoRequest): Promise<NamedSale> {
    const name = undoing.namedBy;
    const number = { name, value: String(body.options[name]), terminal, amount: body.amount?.value };
    const ours = await this.salesByNumber.find(number);
    if (ours !== undefined) throw ourOwnSale(ours, name);
    const { merchant } = terminal;
    const rememberUntil = this.forgottenAfter(Date.now());
    return {
      sale: { name: rememberedName(number), merchant, rememberUntil },
      options: givenOptions(body.options),
    };
  }

  /** As long as a sale itself is remembered. Epoch ms, both. */
  private forgottenAfter(moment: number): number {
    return moment + this.settings.environment.RETENTION;
  }
}
