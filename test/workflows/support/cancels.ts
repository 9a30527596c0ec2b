import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Snapshot } from '../../../src/domain/snapshot.js';
import { saleInput } from '../../support/terms.js';
import type { SaleTerms } from '../../support/terms.js';

/** A sale that its terminal can be told to stop, as in Argentina. */
export const argentina = (terms: SaleTerms = {}) => saleInput({ cancelCommand: true, ...terms });
/** One that cannot be stopped once it is sent, as in Chile. */
export const chile = (terms: SaleTerms = {}) => saleInput({ cancelCommand: false, ...terms });

/** The failure type a request is refused with. */
export async function readRefusal(asking: Promise<unknown>): Promise<string | null | undefined> {
  const failure = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof WorkflowUpdateFailedError)) throw new Error(`not refused: ${String(failure)}`);
  return failure.cause instanceof ApplicationFailure ? failure.cause.type : undefined;
}

/** What the record says that one source told. */
export function listSayings({ evidence }: Snapshot, source: string): readonly string[] {
  return evidence.filter((entry) => entry.source === source).map(({ says }) => says);
}
