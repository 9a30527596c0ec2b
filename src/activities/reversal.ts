import { buildCustomId } from '../domain/ids.js';
import type { TransactionId } from '../domain/ids.js';
import { computeNetSale, findChargedAmount } from '../domain/net-sale.js';
import { chooseReversal, deriveReversalId, nameOrder } from '../domain/reversal.js';
import type { ReversalChoice, ReversalFacts } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';
import { toDevice } from '../domain/terminal.js';
import type { Terminal } from '../domain/terminal.js';
import {
  MAX_OPERATIONS_SINCE_SALE,
  describeObstacle,
  findObstacle,
  stopAtSale,
  walkBack,
} from '../domain/terminal-chain.js';
import type { UndoType } from '../domain/transaction-type.js';
import type { Accepted, Options } from '../domain/transaction.js';
import { computeLeftToReturn } from '../domain/undo.js';
import type { Undo, UndoneSale } from '../domain/undo.js';
import { getCountryPack } from '../getnet/countries/countries.js';
import { buildUndoneSale, findNumbers as findNumbersOf } from '../getnet/countries/sale-numbers.js';
import { leaseWorkflowId } from '../workflows/terminal-lease.messages.js';
import type { ReversalActivities, ReversalOrder, ReversalStart } from './contract.js';
import type { ReversedNow } from './reversal-contract.js';
import { readChargeDoubt } from './charge-doubt.js';
import type { Dependencies } from './dependencies.js';
import { findLaterVoid } from './later-void.js';
import { readLastHolder } from './leases.js';
import { openTransaction } from './open-transaction.js';
import { readReversal } from './read-reversal.js';
import { readTransaction } from './void-obstacle.js';
import { findStarted, findUndo } from './started-undo.js';
import { keepUndosRemembered, readUndosOfSale } from './undos.js';

/** Undoes a sale that was not confirmed: by a void or return of its own, which waits for the terminal like any other. */
export function reversalActivities(deps: Dependencies): ReversalActivities {
  return {
    startReversal: async (order) => ({ ...(await startReversal(deps, order)), at: Date.now() }),
    isReversed: async (sale) => ({ ...(await readReversed(deps, sale)), at: Date.now() }),
    readReversal: async (started) => ({ ...(await readReversal(deps, started)), at: Date.now() }),
  };
}

async function startReversal(deps: Dependencies, order: ReversalOrder): Promise<ReversalStart> {
  const { sale, type, attempt } = order;
  const earlier = type === undefined ? await findStarted(deps, sale) : undefined;
  if (earlier) return earlier;
  if (!order.mayStart) return { kind: 'not_started' };
  const undone = buildUndoneSale(sale, deps.retentionMs);
  const undos = await readUndosOfSale(deps, undone);
  if (isReversedBy(sale, undos)) return { kind: 'already_reversed' };
  const isLateCharge = sale.confirmation === undefined;
  const voided = isLateCharge ? await findLaterVoid(deps, sale) : undefined;
  if (voided) return refuseVoided(voided);
  const doubted = type === undefined ? await findDoubt(deps, sale) : undefined;
  if (doubted) return doubted;
  const choice = await choose(deps, order, { undone, undos });
  if (choice.kind === 'impossible') return choice;
  const transactionId = deriveReversalId(sale.accepted, choice.type);
  const other = undos.find((undo) => undo.state === 'open' && undo.transactionId !== transactionId);
  if (other) {
    await keepUndosRemembered(deps, undone);
    return { kind: 'blocked', by: other.transactionId };
  }
  const previous = await readPrevious(deps, { terminal: findTerminal(deps, sale) }, transactionId);
  const accepted = buildAccepted(deps, order, { undone, undos, type: choice.type, transactionId, previous });
  const { policy, announces } = order;
  await openTransaction(deps, { version: 1, accepted, policy, ...(announces && { announces }) }, attempt);
  const opened = await findUndo(deps, sale, choice.type);
  // Another charge of the same transaction may have started the undo first.
  return opened?.kind === 'impossible' ? opened : { ...choice, kind: 'started', transactionId };
}

/** Of a later order the undo itself asks, before it is sent. A charge that came to light late is no sale that waited. */
async function findDoubt(deps: Dependencies, sale: Snapshot): Promise<ReversalStart | undefined> {
  const doubt = sale.confirmation && (await readChargeDoubt(deps, sale));
  if (doubt === undefined) return undefined;
  const { kind, why } = doubt;
  return kind === 'verifying'
    ? { kind: 'blocked', by: sale.accepted.transactionId, why }
    : { kind: 'impossible', reason: `Nothing is given back: ${why}` };
}

/** Whether it was this charge only a person can see. */
function refuseVoided({ state, transactionId }: Undo): ReversalStart {
  if (state === 'open') return { kind: 'blocked', by: transactionId };
  const reason = `Nothing is given back: ${transactionId} voided its number on its terminal later, and may have given it back. Compare the receipts`;
  return { kind: 'impossible', reason };
}

async function readReversed(deps: Dependencies, sale: Snapshot): Promise<ReversedNow> {
  const undone = buildUndoneSale(sale, deps.retentionMs);
  await keepUndosRemembered(deps, undone);
  const isReversed = isReversedBy(sale, await readUndosOfSale(deps, undone));
  const doubt = await readChargeDoubt(deps, sale);
  return { isReversed, ...(doubt?.kind === 'gone' && { chargeGone: doubt.why }) };
}

/** By the undos alone, whatever the sale itself knows of its reversal. */
function isReversedBy({ reversal: _, ...sale }: Snapshot, undos: readonly Undo[]): boolean {
  return computeNetSale(sale, undos).snapshot.status === 'reversed';
}

interface SaleUndosNow {
  readonly undone: UndoneSale;
  readonly undos: readonly Undo[];
}

async function choose(
  deps: Dependencies,
  { sale, type, reason }: ReversalOrder,
  { undone, undos }: SaleUndosNow,
): Promise<ReversalChoice> {
  if (type !== undefined)
    return findNumbers(sale, type) === undefined
      ? { kind: 'impossible', reason: `${reason}, and Getnet gave no number to ${type} it by` }
      : { kind: 'undo', type, reason: reason ?? '' };
  const isVoidable = findNumbers(sale, 'void') !== undefined;
  const facts: ReversalFacts = {
    isVoidable,
    isReturnable: findNumbers(sale, 'return') !== undefined,
    isSameDevice: isSameDevice(sale.accepted.terminal, findTerminal(deps, sale)),
    obstacle: isVoidable ? await findVoidObstacle(deps, sale) : undefined,
    isPartlyReturned: computeLeftToReturn({ sale: undone, undos })?.value !== undone.amount?.value,
  };
  return chooseReversal(facts);
}

/** @returns how a void or return names the sale; undefined where it cannot. */
function findNumbers(sale: Snapshot, type: UndoType): Options | undefined {
  return findNumbersOf(sale, getCountryPack(sale.accepted.terminal.country).commands[type]?.undoing);
}

function findTerminal(deps: Dependencies, { accepted }: Snapshot): Terminal {
  return deps.findTerminal(accepted.merchant, accepted.terminal.id) ?? accepted.terminal;
}

function isSameDevice(one: Terminal, other: Terminal): boolean {
  return one.country === other.country && toDevice(one).serialNumber === toDevice(other).serialNumber;
}

/** Whether the batch of the sale is still open, and its number still its own: the undo looks once more under its lease. */
async function findVoidObstacle(deps: Dependencies, { accepted, outcome }: Snapshot) {
  const operationId = outcome.result?.operationId;
  if (typeof operationId !== 'number') return undefined;
  const { transactionId, createdAt } = accepted;
  const last = await readPrevious(deps, accepted, deriveReversalId(accepted, 'void'));
  const voidable = { transactionId, operationId, createdAt };
  const limits = { isEnd: stopAtSale(voidable), maxTransactions: MAX_OPERATIONS_SINCE_SALE };
  const read = (id: TransactionId) => readTransaction(deps, id);
  const obstacle = findObstacle(voidable, await walkBack(read, last === undefined ? [] : [last], limits));
  return obstacle && describeObstacle(obstacle);
}

/** What the terminal of the sale did last, other than the undo itself. */
function readPrevious(
  deps: Dependencies,
  { terminal }: Pick<Accepted, 'terminal'>,
  transactionId: TransactionId,
): Promise<TransactionId | undefined> {
  return readLastHolder(deps, leaseWorkflowId(toDevice(terminal)), { transactionId });
}

interface UndoToOpen extends SaleUndosNow {
  readonly type: UndoType;
  readonly transactionId: TransactionId;
  /** What had the terminal before. */
  readonly previous: TransactionId | undefined;
}

/** It waits for a busy terminal as long as a shop may, and is then tried again. */
const MAX_WAIT_MS = 600_000;

/** As the API accepts a void or return; nobody asked for it with a key. */
function buildAccepted(
  deps: Dependencies,
  { sale, policy, attempt }: ReversalOrder,
  undo: UndoToOpen,
): Accepted {
  const { type, transactionId, undone, previous } = undo;
  const { merchant, reference, terminal } = sale.accepted;
  const now = Date.now();
  const amount = type === 'void' ? findChargedAmount(sale) : computeLeftToReturn({ ...undo, sale: undone });
  const unattended = getCountryPack(terminal.country).commands[type]?.undoing?.unattended;
  return {
    transactionId,
    attempt,
    customId: buildCustomId({ transactionId, attempt }),
    requestHash: nameOrder(sale),
    isByService: true,
    merchant,
    terminal: findTerminal(deps, sale),
    type,
    ...(amount && { amount }),
    ...(reference !== undefined && { reference }),
    options: { ...findNumbers(sale, type), ...unattended },
    undoes: undone,
    ...(previous && { previous }),
    maxWaitMs: MAX_WAIT_MS,
    createdAt: new Date(now).toISOString(),
    dispatchBy: now + policy.limits.dispatchWithin,
  };
}
