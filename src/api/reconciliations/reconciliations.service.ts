import { Inject, Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { policyFor } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import type { Caller, ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { closingTypes } from '../../domain/closing.js';
import type { ClosingType } from '../../domain/closing.js';
import { parseReconciliationId } from '../../domain/reconciliation-id.js';
import type { ReconciliationId } from '../../domain/reconciliation-id.js';
import { findReportAbilities } from '../../getnet/countries/countries.js';
import type { ReconciliationInput, ReconciliationStanding } from '../../workflows/reconciliation.messages.js';
import { notFound, problem } from '../problems/problem.js';
import { ReconciledTerminals } from './reconciled-terminals.js';
import { ReconciliationRuns } from '../store/reconciliation-runs.service.js';
import { pickTerminalIds } from '../transactions/accept.js';
import type { ReconciliationBody, SettlementBody } from './read-reconciliation-body.js';

/** Starts, reads and settles comparisons of a terminal's own numbers with ours. */
@Injectable()
export class Reconciliations {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly terminals: ReconciledTerminals,
    private readonly runs: ReconciliationRuns,
  ) {}

  /** @throws Problem `unknown-terminal`, `not-settled`, `orchestrator-unavailable` */
  async start({ merchant, keyId }: Caller, body: ReconciliationBody): Promise<ReconciliationStanding> {
    const terminal = await this.terminals.require(merchant, body);
    const closes = body.close === true ? closingTypes[terminal.country] : undefined;
    return this.runs.start(buildInput(terminal, this.environment, { requestedBy: keyId, closes }));
  }

  /** @throws Problem `not-found`, for another merchant's too; `orchestrator-unavailable` */
  async read({ merchant }: Caller, id: string): Promise<ReconciliationStanding> {
    const known = parseReconciliationId(id);
    const standing = known && (await this.runs.find(known));
    if (standing?.input.merchant === merchant) return standing;
    throw notFound(
      'No reconciliation of this merchant has this id, or it is older than this service remembers.',
    );
  }

  /** What was settled before stays as it is. @throws Problem `not-found`, `invalid-request`, `orchestrator-unavailable` */
  async settle(
    caller: Caller,
    id: string,
    { lines, reason }: SettlementBody,
  ): Promise<ReconciliationStanding> {
    const standing = await this.read(caller, id);
    const request = {
      version: 1,
      reason,
      by: caller.keyId,
      at: Date.now(),
      ...(lines && { lines }),
    } as const;
    const outcome = await this.runs.settle(standing.input.id, request);
    if (outcome.kind === 'settled') return outcome.standing;
    if (outcome.kind === 'refused') throw noDifference(outcome.why);
    // Everything has been settled by now, or there was nothing.
    const now = await this.read(caller, id);
    if (now.settled.length > 0) return now;
    throw noDifference('This reconciliation has no difference.');
  }
}

function noDifference(why: string) {
  return problem('invalid-request', `${why} Nothing was changed.`, {
    errors: [{ field: 'lines', message: why }],
  });
}

function buildInput(
  terminal: ConfiguredTerminal,
  environment: Environment,
  { requestedBy, closes }: { readonly requestedBy: string; readonly closes: ClosingType | undefined },
): ReconciliationInput {
  return {
    version: 1,
    id: createReconciliationId(),
    merchant: terminal.merchant,
    terminal: pickTerminalIds(terminal),
    policy: policyFor(environment, findReportAbilities(terminal)),
    ...(closes && { closes }),
    requestedBy,
    createdAt: new Date().toISOString(),
  };
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function createReconciliationId(): ReconciliationId {
  const letters = Array.from({ length: 19 }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `rc_${letters.join('')}` as ReconciliationId;
}
