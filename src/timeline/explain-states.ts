import type { ConfirmationState, Snapshot, StateEntry } from '../domain/snapshot.js';
import { isFinal } from '../domain/status.js';
import type { Status } from '../domain/status.js';
import { joinParts, workflowActor } from './entry.js';
import type { TimelineEntry } from './entry.js';
import { describeResult } from './explain-verdict.js';

const whys: Readonly<Record<Status, string>> = {
  queued: 'the terminal is in use, and the transaction waits for its turn',
  dispatching: 'it was accepted, and its command is to be handed to Getnet',
  in_progress: 'Getnet has the command, or may have it',
  cancel_requested: 'its cancellation was asked for; how the terminal ends it is awaited',
  verifying: 'Getnet is asked how the command ended',
  needs_attention: 'its budget is used up; only a person or a late answer can settle it',
  approved: 'an answer of Getnet proves it',
  declined: 'an answer of Getnet proves it',
  not_sent: 'nothing reached the terminal',
  completed: 'an answer of Getnet proves it',
  reversing: 'an undo of it has no proven outcome yet',
  reversed: 'all of it went back',
  reversal_failed: 'its undo did not give the money back; only a person can go on',
};

/** The log of states of a transaction: what its callers were told, and when. */
export function explainStates(snapshot: Snapshot): readonly TimelineEntry[] {
  return [...explainLog(snapshot), ...explainUnconfirmed(snapshot)];
}

const unconfirmed: Readonly<Partial<Record<ConfirmationState, string>>> = {
  expired: 'decided to undo the sale: nobody had confirmed it in time',
  given_up: 'decided to undo the sale: it was given up',
};

/** A confirmation is told where it was asked for; that none came, the snapshot alone tells. */
function explainUnconfirmed({ confirmation }: Snapshot): readonly TimelineEntry[] {
  const act = confirmation && unconfirmed[confirmation.state];
  if (act === undefined || confirmation?.decidedAt === undefined) return [];
  return [
    {
      at: confirmation.decidedAt,
      actor: workflowActor('transaction'),
      act,
      why: 'it was started with confirmWithin',
      evidence: `it had time until ${confirmation.confirmBy}`,
    },
  ];
}

function explainLog(snapshot: Snapshot): readonly TimelineEntry[] {
  return snapshot.states.map((state, place) => {
    const isLatest = place === snapshot.states.length - 1;
    return {
      at: state.at,
      actor: workflowActor('transaction'),
      act: `state ${state.n}: ${state.status}`,
      why: isLatest ? explainLatest(state, snapshot) : (whys[state.status] ?? 'the history does not say'),
      evidence: isLatest ? (describeOutcome(snapshot) ?? null) : null,
    };
  });
}

function explainLatest({ status }: StateEntry, { outcome }: Snapshot): string {
  const reason = status === 'not_sent' ? joinParts(outcome.reason, outcome.detail) : undefined;
  const detail = status === 'needs_attention' ? outcome.detail : undefined;
  return reason ?? detail ?? whys[status] ?? 'the history does not say';
}

function describeOutcome({ status, outcome }: Snapshot): string | undefined {
  const { moneyMoved, evidence, result, warning } = outcome;
  return joinParts(
    `money moved: ${moneyMoved}`,
    evidence !== undefined && `proven by ${evidence}`,
    isFinal(status) && result && describeResult(result),
    warning !== undefined && `warning: ${warning}`,
  );
}
