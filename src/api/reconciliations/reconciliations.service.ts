import { Inject, Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { buildPolicy } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import type { Caller, ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { closingTypes } from '../../domain/closing.js';
import type { ClosingType } from '../../domain/closing.js';
import { parseReconciliationId } from '../../domain/reconciliation-id.js';
import type { ReconciliationId } from '../../domain/reconciliation-id.js';
import { findReportAbilities } from '../../getnet/countries/countries.js';
import type { ReconciliationInput, ReconciliationStanding } from '../../workflows/reconciliation.messages.js';
import { Problem, notFoundProblem, problem } from '../problems/problem.js';
import { ReconciledTerminals } from './reconciled-terminals.js';
import { ReconciliationRuns } from '../store/reconciliation-runs.service.js';
import { pickTerminalIds } from '../transactions/accept.js';
import { deriveReconciliationId } from '../transactions/idempotency-key.js';
import type { IdempotencyKey } from '../transactions/idempotency-key.js';
import type { ReconciliationBody, SettlementBody } from './read-reconciliation-body.js';

/** A request to start one. */
export interface ReconciliationRequest {
  readonly caller: Caller;
  readonly body: ReconciliationBody;
  /** Undefined: a repeat starts another one. */
  readonly key: IdempotencyKey | undefined;
}

type Opening = Omit<ReconciliationRequest, 'key'> & { readonly id: ReconciliationId };

/** Starts, reads and settles comparisons of a terminal's own numbers with ours. */
@Injectable()
export class Reconciliations {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly terminals: ReconciledTerminals,
    private readonly runs: ReconciliationRuns,
  ) {}

  /** @throws Problem `unknown-terminal`, `not-settled`, `idempotency-key-reused`, `orchestrator-unavailable` */
  async start({ caller, body, key }: ReconciliationRequest): Promise<ReconciliationStanding> {
    if (key !== undefined)
      return this.startOnce({ caller, body, id: deriveReconciliationId(caller.merchant, key) });
    const id = createReconciliationId();
    return this.open({ caller, body, id }).catch((error: unknown) => {
      const isUnknown = error instanceof Problem && error.body.code === 'orchestrator-unavailable';
      throw isUnknown ? refuseUnkeyed(id) : error;
    });
  }

  /** A repeat of the key finds what was started with it. */
  private async startOnce(opening: Opening): Promise<ReconciliationStanding> {
    const { id, body } = opening;
    const known = await this.runs.findInput(id);
    const opened = known === undefined ? await this.open(opening) : undefined;
    // Another request with the key may have been quicker.
    requireSameRequest(known ?? (await this.runs.findInput(id)), body);
    return opened ?? this.read(opening.caller, id);
  }

  private async open({ caller, body, id }: Opening): Promise<ReconciliationStanding> {
    const terminal = await this.terminals.require(caller.merchant, body);
    const closes = body.close === true ? closingTypes[terminal.country] : undefined;
    return this.runs.start(buildInput(terminal, this.environment, { id, requestedBy: caller.keyId, closes }));
  }

  /** @throws Problem `not-found`, for another merchant's too; `orchestrator-unavailable` */
  async read({ merchant }: Caller, id: string): Promise<ReconciliationStanding> {
    const known = parseReconciliationId(id);
    const standing = known && (await this.runs.find(known));
    if (standing?.input.merchant === merchant) return standing;
    throw notFoundProblem(
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
    if (outcome.kind === 'refused') throw noDifferenceProblem(outcome.why);
    // Everything has been settled by now, or there was nothing.
    const now = await this.read(caller, id);
    if (now.settled.length > 0) return now;
    throw noDifferenceProblem('This reconciliation has no difference.');
  }
}

function requireSameRequest(
  known: ReconciliationInput | undefined,
  { terminalId, close = false }: ReconciliationBody,
) {
  if (known === undefined) return;
  if (known.terminal.id === terminalId && (known.closes !== undefined) === close) return;
  const detail =
    `This Idempotency-Key belongs to ${known.id}, which was started for ${known.terminal.id} ` +
    `${known.closes === undefined ? 'without' : 'with'} closing it. Nothing was started for this request: use a new key.`;
  throw problem('idempotency-key-reused', detail, { moneyMoved: 'no', retry: 'new_key' });
}

/** Whether it was started is not known, and a repeat without a key could close the terminal a second time. */
function refuseUnkeyed(id: ReconciliationId): Problem {
  const detail =
    `The store does not answer, so it is not known whether the reconciliation was started. Do not send the request again before ` +
    `GET /v1/reconciliations/${id} answers: 404 means that it was not started. With an Idempotency-Key the request is safe to repeat.`;
  // Without `Retry-After`, which some HTTP clients obey by themselves.
  return problem('orchestrator-unavailable', detail, { retry: 'never' });
}

function noDifferenceProblem(why: string) {
  return problem('invalid-request', `${why} Nothing was changed.`, {
    errors: [{ field: 'lines', message: why }],
  });
}

function buildInput(
  terminal: ConfiguredTerminal,
  environment: Environment,
  {
    id,
    requestedBy,
    closes,
  }: Pick<ReconciliationInput, 'id' | 'requestedBy'> & { readonly closes: ClosingType | undefined },
): ReconciliationInput {
  return {
    version: 1,
    id,
    merchant: terminal.merchant,
    terminal: pickTerminalIds(terminal),
    policy: buildPolicy(environment, findReportAbilities(terminal)),
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
