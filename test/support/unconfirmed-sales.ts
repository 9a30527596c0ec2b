import { expect } from '@jest/globals';
import { randomInt } from 'node:crypto';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { deriveReversalId } from '../../src/domain/reversal.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { isUndo } from '../../src/domain/transaction-type.js';
import type { UndoType } from '../../src/domain/transaction-type.js';
import type { Accepted } from '../../src/domain/transaction.js';
import type { Proof, Verdict } from '../../src/domain/verdict.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { lateResult } from '../../src/workflows/late-result.js';
import {
  CONFIRMED_UPDATE_ID,
  callbackArrivedSignal,
  confirmedUpdate,
  transactionWorkflowId,
} from '../../src/workflows/transaction.messages.js';
import { approved, requireIdPosTxs, saleInput } from './terms.js';
import type { SaleTerms } from './terms.js';
import type { Getnet, Sale, TransactionWorld } from './transaction-world.js';

/**
 * An approval with a code of its own: the undos of a sale are remembered by its code as well, by a workflow that runs on the
 * queue of its world and would not answer the next one.
 */
export function approvedWithOwnCode(id?: string): Proof {
  const proof = approved(id);
  return { ...proof, result: { ...proof.result, authorizationCode: String(randomInt(100_000, 999_999)) } };
}

/** What Getnet says to the undos of sales. */
export interface UndoAnswers {
  says: Verdict;
  /** Of the next commands, before they are acknowledged. */
  readonly answers?: DispatchOutcome[];
  /** What it says to sales, where they are not simply approved. */
  sale?: Verdict;
}

/** Sales are approved as 900001, unless it is told otherwise; of undos, which are 900002, Getnet says what it is told. */
export function createShop(undo: UndoAnswers) {
  const orders: Accepted[] = [];
  const approval = approvedWithOwnCode('900001');
  const getnet: Getnet = {
    async send(accepted) {
      orders.push(accepted);
      const refusal = isUndo(accepted.type) ? undo.answers?.shift() : undefined;
      const idPosTxs = requireIdPosTxs(isUndo(accepted.type) ? '900002' : '900001');
      return refusal ?? { kind: 'acknowledged', idPosTxs };
    },
    cancel: async () => ({ kind: 'taken' }),
    status: async ({ accepted }) => ({
      verdict: isUndo(accepted.type) ? undo.says : (undo.sale ?? approval),
    }),
    statusAtDevice: async () => ({ verdict: { kind: 'silent', cause: 'nobody is at this terminal' } }),
  };
  return { getnet, orders, undos: () => orders.filter(({ type }) => isUndo(type)) };
}

/** @returns a sale that Getnet has called back about. */
export async function sell(world: TransactionWorld, terms: SaleTerms): Promise<Sale> {
  const sale = await world.sale(saleInput(terms));
  await sale.post();
  await sale.callBack('900001');
  return sale;
}

/** Getnet calls back that the terminal has reversed the sale. @returns the run that verifies it. */
export async function callBackReversed(world: TransactionWorld, { run, input }: Sale) {
  const { customId } = input.accepted;
  const idPosTxs = requireIdPosTxs('900001');
  const hint = { version: 1, customId, digest: 'reversed', claims: 'declined', idPosTxs } as const;
  await run.signal(callbackArrivedSignal, hint);
  const verification = world.client.workflow.getHandle<typeof lateResult>(lateResultWorkflowId(customId));
  await world.knows(verification.workflowId);
  return verification;
}

export function confirm({ run }: Sale) {
  return run.executeUpdate(confirmedUpdate, {
    updateId: CONFIRMED_UPDATE_ID,
    args: [{ version: 1, at: Date.now() }],
  });
}

/** Waits until the run of a sale says so. */
export async function shows(sale: Sale, words: object): Promise<Snapshot> {
  return sale.says((now) => isShown(now, words));
}

function isShown(snapshot: Snapshot, words: object): boolean {
  try {
    expect(snapshot).toMatchObject(words);
    return true;
  } catch {
    return false;
  }
}

/** The undo that the service starts for a sale. */
export function deriveUndoId({ input }: Sale, type: UndoType = 'void') {
  return deriveReversalId(input.accepted, type);
}

export function getUndoRun(world: TransactionWorld, sale: Sale, type: UndoType = 'void') {
  return world.client.workflow.getHandle(transactionWorkflowId(deriveUndoId(sale, type)));
}
