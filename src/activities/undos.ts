import { activityInfo, log } from '@temporalio/activity';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { findRefusal } from '../domain/undo.js';
import type { UndoRefusal, Undo, UndoneSale } from '../domain/undo.js';
import { withUndoEnding } from '../domain/undo-list.js';
import type { UndoEnding } from '../domain/undo-list.js';
import { computeRememberUntil } from '../domain/undo-terms.js';
import { listDecidingNames, listUndoNames, mergeUndos } from '../domain/undos-by-number.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import {
  saleFoundOpenSignal,
  undoEndedUpdate,
  undoRequestedUpdate,
  buildUndosStart,
  undosWorkflow,
  undosWorkflowId,
} from '../workflows/undos.messages.js';
import type { UndoGrant, UndosMemo } from '../workflows/undos.messages.js';
import type { UndoActivities, UndoRequest } from './contract.js';
import { findDoubtedCharge } from './charge-doubt.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readUndoEndings } from './undo-state.js';
import { findObstacleAtTerminal } from './void-obstacle.js';

/** Asks the `undos/…` workflows for permission to undo a sale, and reports to them how the undo ended. */
export function undoActivities(deps: Dependencies): UndoActivities {
  return {
    requestUndo: async (request) => ({ ...(await requestUndo(deps, request)), at: Date.now() }),
    async reportUndo({ sale, ending }) {
      const excesses = await Promise.all(
        listDecidingNames(sale).map((name) => reportEnding(deps, name, ending)),
      );
      const excess = excesses.find((words) => typeof words === 'string');
      if (excess === undefined) return undefined;
      deps.count('undo_exceeds_sale');
      log.error('more of a sale was given back than it charged', { undo: ending.customId, excess });
      return excess;
    },
  };
}

/**
 * A sale of ours may have been undone by Getnet's numbers before its outcome was proven. An undo by number and an undo by our
 * id both ask the workflow of its authorisation code. An undo by the terminal's number checks after its grant whether the sale
 * is known by now; an undo by our id reads that grant. So of two at the same time at least one is refused.
 */
async function requestUndo(deps: Dependencies, request: UndoRequest): Promise<UndoGrant> {
  const before =
    (await findDoubtedCharge(deps, request.sale)) ??
    (await findRefusalElsewhere(deps, request)) ??
    (await findObstacleAtTerminal(deps, request));
  if (before) return { kind: 'refused', ...before };
  const { sale, claim } = request;
  const asked: string[] = [];
  for (const name of listDecidingNames(sale)) {
    const grant = await requestUndoAt(deps, name, request);
    if (grant.kind === 'refused') return withdraw(deps, { names: asked, request }, grant);
    asked.push(name);
  }
  const after =
    (await findRefusalElsewhere(deps, request)) ??
    (sale.transactionId === undefined && claim.type === 'void'
      ? await findObstacleAtTerminal(deps, request)
      : undefined);
  return after ? withdraw(deps, { names: asked, request }, after) : { kind: 'granted' };
}

async function withdraw(
  deps: Dependencies,
  { names, request }: { readonly names: readonly string[]; readonly request: UndoRequest },
  { reason, detail }: UndoRefusal,
): Promise<UndoGrant> {
  const { customId } = request.claim;
  for (const name of names) await reportEnding(deps, name, { customId, state: 'failed' });
  return { kind: 'refused', reason, detail };
}

/** Checks the undos under names that do not grant. */
async function findRefusalElsewhere(
  deps: Dependencies,
  { sale, claim }: UndoRequest,
): Promise<UndoRefusal | undefined> {
  const { otherNames = [] } = sale;
  if (otherNames.length === 0) return undefined;
  const found = await Promise.all(otherNames.map((name) => readUndos(deps, name)));
  const others = await completeUndos(deps, mergeUndos(sale, [], found.flat()));
  return findRefusal({ sale, undos: others }, claim);
}

/** Undos as they were last reported. @param name under which they are remembered. */
export async function readUndos(deps: Dependencies, name: string): Promise<readonly Undo[]> {
  const undos = deps.temporal.workflow.getHandle(undosWorkflowId(name));
  try {
    const { memo } = await callTemporal(deps, () => undos.describe());
    return (memo as Partial<UndosMemo> | undefined)?.undos ?? [];
  } catch (failure) {
    undefinedWhenNotFound(failure);
    return [];
  }
}

/** The sale's run is open, so the sale can still be undone: its undos are remembered at least as long. */
export async function keepUndosRemembered(deps: Dependencies, sale: UndoneSale): Promise<void> {
  await Promise.all(listDecidingNames(sale).map((name) => extendMemory(deps, name, sale.rememberUntil)));
}

/** A sale that is open is looked at every hour: the bound is moved by some days at once. */
const EXTENDED_BY_SHARE = 0.1;

async function extendMemory(deps: Dependencies, name: string, neededUntilMs: number): Promise<void> {
  const undos = deps.temporal.workflow.getHandle(undosWorkflowId(name));
  const found = await callTemporal(deps, () => undos.describe()).catch(undefinedWhenNotFound);
  if (found === undefined || !isOpen(found.status.name)) return;
  if (computeRememberUntil(found.memo as unknown as UndosMemo) >= neededUntilMs) return;
  const rememberUntil = neededUntilMs + deps.retentionMs * EXTENDED_BY_SHARE;
  await callTemporal(deps, () => undos.signal(saleFoundOpenSignal, { version: 1, rememberUntil })).catch(
    undefinedWhenNotFound,
  );
}

/** Every undo of a sale, under all its names, as it was last reported. */
export async function readReportedUndos(deps: Dependencies, sale: UndoneSale): Promise<readonly Undo[]> {
  const [own, ...others] = await Promise.all(listUndoNames(sale).map((name) => readUndos(deps, name)));
  return mergeUndos(sale, own ?? [], others.flat());
}

/** Every undo of a sale, under all its names, as it stands now. */
export async function readUndosOfSale(deps: Dependencies, sale: UndoneSale): Promise<readonly Undo[]> {
  return completeUndos(deps, await readReportedUndos(deps, sale));
}

/** The report of one may be lost, and one that seemed to have failed may have been proven since: its own run and late news know. */
export async function completeUndos(deps: Dependencies, reported: readonly Undo[]): Promise<readonly Undo[]> {
  const doubtful = reported.filter(({ state }) => state !== 'done');
  const endings = await readUndoEndings(deps, doubtful);
  const at = new Date().toISOString();
  return endings.reduce((undos, ending) => withUndoEnding(undos, ending, at), reported);
}

async function requestUndoAt(
  deps: Dependencies,
  name: string,
  { sale, claim }: UndoRequest,
): Promise<UndoGrant> {
  const { merchant, rememberUntil } = sale;
  const named = name === sale.name ? sale : { name, merchant, rememberUntil };
  const start = buildUndosStart(named, deps.taskQueue);
  try {
    return await sendRequest(deps, start, { ...claim, rememberUntil });
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
    // Terminals reuse numbers: once that workflow has completed, the number means another sale.
    if (named.transactionId === undefined && (await hasCompleted(deps, name)))
      return sendRequest(
        deps,
        { ...start, workflowIdReusePolicy: 'ALLOW_DUPLICATE' },
        { ...claim, rememberUntil },
      );
    const detail =
      'its earlier undos are not known any more (too old, or ended by hand), so undo it at the terminal';
    return { kind: 'refused', reason: 'not-reversible', detail };
  }
}

type UndosStart = Omit<ReturnType<typeof buildUndosStart>, 'workflowIdReusePolicy'> & {
  readonly workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE';
};

function sendRequest(deps: Dependencies, start: UndosStart, claim: UndoRequest['claim']): Promise<UndoGrant> {
  const startWorkflowOperation = new WithStartWorkflowOperation(undosWorkflow, start);
  return callTemporal(deps, () =>
    deps.temporal.workflow.executeUpdateWithStart(undoRequestedUpdate, {
      updateId: buildRequestId(claim),
      args: [claim],
      startWorkflowOperation,
    }),
  );
}

/** Temporal answers a known update id with what it answered before: a later use of the key is another request. */
function buildRequestId({ customId, firstRequest }: UndoRequest['claim']): string {
  return firstRequest === undefined ? customId : `${customId} ${firstRequest}`;
}

async function hasCompleted(deps: Dependencies, name: string): Promise<boolean> {
  const undos = deps.temporal.workflow.getHandle(undosWorkflowId(name));
  const { status } = await callTemporal(deps, () => undos.describe());
  return status.name === 'COMPLETED';
}

/** @returns a warning when more went back than was charged. */
async function reportEnding(
  deps: Dependencies,
  name: string,
  ending: UndoEnding,
): Promise<string | undefined> {
  const undos = deps.temporal.workflow.getHandle(undosWorkflowId(name));
  const updateId = buildReportId(ending);
  // If it has ended, or was never started, nobody reads the report.
  return callTemporal(deps, () => undos.executeUpdate(undoEndedUpdate, { updateId, args: [ending] })).catch(
    undefinedWhenNotFound,
  );
}

/** Temporal answers a known update id without a new look: an undo that is back in a state that it was in before reports it again. */
function buildReportId({ customId, state }: UndoEnding): string {
  const { workflowExecution, activityId } = activityInfo();
  return `${customId} ${state} ${workflowExecution?.runId}/${activityId}`;
}
