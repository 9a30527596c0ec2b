import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { DispatchOutcome } from '../../../src/domain/dispatch.js';
import type { ResolutionVerdict } from '../../../src/domain/resolution.js';
import { resolvedUpdate } from '../../../src/workflows/transaction.messages.js';
import type { ResolutionAnswer, ResolutionRequest } from '../../../src/workflows/transaction.messages.js';
import { saleInput } from '../../support/terms.js';
import type { SaleTerms } from '../../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../../support/transaction-world.js';
import type { Getnet, Sale } from '../../support/transaction-world.js';

export const lost: DispatchOutcome = { kind: 'unknown', cause: 'connection reset' };
/** A budget that is soon over. */
export const limits = {
  attentionAfter: 1_800,
  lifecycleLimit: 300,
  lifecycleWindow: 100,
  getnetTimeout: 300,
};

/** A sale whose acknowledgement was lost, in a world of its own: nobody knows its number. */
export async function startUnknownSale(terms: SaleTerms = {}, getnet: Partial<Getnet> = {}) {
  const silent = { ...createGetnetAnswering({ kind: 'not_found' }), send: async () => lost, ...getnet };
  const world = await TransactionWorld.over(silent);
  const sale = await world.sale(saleInput({ ...terms, limits: { ...limits, ...terms.limits } }));
  await sale.becomes('needs_attention');
  return { world, sale };
}

/** What a person says: by the key `support`, that nothing was charged, unless told. */
function said(verdict: ResolutionVerdict, over: Partial<ResolutionRequest> = {}): ResolutionRequest {
  const words = { reason: 'no receipt', evidence: 'the roll of the terminal', actor: 'support' };
  return { version: 1, verdict, ...words, at: Date.now(), ...over };
}

export const resolve = (sale: Pick<Sale, 'run'>, ...words: Parameters<typeof said>) =>
  sale.run.executeUpdate(resolvedUpdate, { args: [said(...words)] });

/** @returns the type of the refusal. */
export async function readRefusal(answer: Promise<ResolutionAnswer>): Promise<string | undefined> {
  const failure = await answer.catch((error: unknown) => error);
  if (!(failure instanceof WorkflowUpdateFailedError)) throw new Error('it was not refused');
  return (failure.cause as { type?: string } | undefined)?.type;
}
