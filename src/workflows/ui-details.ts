import type { IdPosTxs } from '../domain/ids.js';
import { describeResolution } from '../domain/resolution.js';
import { deriveReversalStatus } from '../domain/reversal.js';
import { toDevice } from '../domain/terminal.js';
import { isHistoryFull } from './history-limit.js';
import type { TransactionState } from './transaction-state.js';

/** What the transaction waits for, for the Temporal UI. */
export function describeSearch(state: TransactionState, waitMs: number): string {
  const until =
    waitMs === Infinity
      ? 'for as long as it takes'
      : `until ${formatTime(Date.now() + waitMs)} at the latest`;
  const [doubted] = state.doubtedAttempts;
  if (state.isProven) return describeDoubt(state);
  const number = state.snapshot.idPosTxs;
  if (state.snapshot.status === 'needs_attention') {
    const next = isHistoryFull()
      ? 'The history of this run is full: it does not ask Getnet any more.'
      : `Still waiting for a late answer, ${until}.`;
    const { proposal } = state.operator;
    const proposed = proposal
      ? ` ${proposal.actor} proposes ${proposal.verdict}: a second operator has to agree.`
      : '';
    return `**Needs a person.** ${state.snapshot.outcome.detail ?? ''} Money moved: unknown. ${next}${proposed}`;
  }
  if (doubted !== undefined && state.current.notSent !== undefined) {
    return `Getnet refused ${doubted.accepted.customId} and called back about it as ${doubted.numbers.join(', ')}: verifying that, ${until}. Nothing more is sent meanwhile. Money moved: unknown.`;
  }
  if (state.snapshot.status === 'cancel_requested') return describeCancelRequest(number, until);
  if (state.current.isOutstanding) {
    return `A worker hands the command to Getnet; its answer is outstanding. Waiting for it ${until}. Money moved: unknown.`;
  }
  if (number === undefined) {
    return `The acknowledgement is lost, so only a callback can name the command. Waiting for it ${until}. Money moved: unknown.`;
  }
  return `Getnet has the command as ${number}. Waiting for its callback ${until}, then asking for the status. Money moved: unknown.`;
}

export function describeQueued({ accepted }: TransactionState, untilMs: number): string {
  const { country, serialNumber } = toDevice(accepted.terminal);
  return `**queued**: the terminal is busy. Waiting for its turn until ${formatTime(untilMs)}; \`terminalQueue/${country}/${serialNumber}\` shows the order. Nothing was sent. Money moved: no.`;
}

function describeCancelRequest(number: IdPosTxs | undefined, until: string): string {
  const named = number === undefined ? '' : ` Getnet has the command as ${number}.`;
  return `**A cancel was requested**, which proves nothing about the payment.${named} Searching for the outcome, ${until}. Money moved: unknown.`;
}

/** For a transaction that was not sent, and whose run still waits. */
export function describeParked(state: TransactionState, untilMs: number): string {
  const { snapshot, isParked } = state;
  if (state.isProven) return describeDoubt(state);
  const { reason, detail } = snapshot.outcome;
  const retry = isParked
    ? `The same key may try again until ${snapshot.retryUntil ?? ''}.`
    : 'Its key may not try again.';
  const why = detail === undefined ? '' : ` (${detail})`;
  return `**not_sent**: ${reason ?? ''}${why}. Money moved: no. ${retry} A late callback is verified until ${formatTime(untilMs)}; then this run ends.`;
}

/** The outcome is proven, and Getnet called back about an attempt that it had refused. */
function describeDoubt(state: TransactionState): string {
  const doubted = state.doubtedAttempts.map(({ accepted }) => accepted.customId).join(', ');
  return `${describeEnd(state)} Verifying whether ${doubted} charged as well: Getnet had refused it and called back about it.`;
}

export function describeConfirmation({ snapshot }: TransactionState): string {
  return `**approved**. Money moved: yes. Waiting for the shop to confirm the sale, until ${snapshot.confirmation?.confirmBy ?? ''}; then it is undone.`;
}

/** For the undo of a sale that was not confirmed. */
export function describeReversal({ snapshot }: TransactionState, needsPerson: boolean): string {
  const { transactionId, type, reason } = snapshot.reversal ?? {};
  const why = snapshot.confirmation?.state === 'given_up' ? 'given up by a cancel' : 'not confirmed in time';
  const who = needsPerson ? ' **The undo needs a person**; this sale follows it.' : '';
  return `**reversing**: the sale was ${why}, and ${type ?? 'its undo'} ${transactionId ?? ''} gives it back (${reason ?? ''}).${who}`;
}

export function describeEnd({ snapshot }: TransactionState): string {
  const { outcome, reversal } = snapshot;
  const status = deriveReversalStatus(snapshot) ?? snapshot.status;
  if (reversal?.state === 'failed') return `**${status}**. Money moved: yes. ${reversal.detail ?? ''}`;
  if (reversal?.keptBy)
    return `**${status}**. Money moved: yes. Kept although it was not confirmed: ${describeResolution(reversal.keptBy)}`;
  if (reversal?.closedBy)
    return `**${status}**. Money moved: no. Its charge is gone: ${describeResolution(reversal.closedBy)}`;
  const by = outcome.evidence ?? outcome.reason ?? 'the first run';
  return `**${status}**, by ${by}. Money moved: ${outcome.moneyMoved}. ${outcome.warning ?? outcome.detail ?? ''}`.trim();
}

export function explainAttention(state: TransactionState): string {
  if (state.openQuestions.length === 0) {
    return 'Getnet’s number for this command was never learned: look the sale up at the terminal by its amount and time.';
  }
  const latest = state.snapshot.evidence.findLast(({ source }) => source === 'status_query');
  return `Getnet gave no final answer about ${state.openQuestions.map(({ number }) => number).join(', ')}; the latest: ${latest?.says ?? 'none'}. Check the terminal’s receipt.`;
}

function formatTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
