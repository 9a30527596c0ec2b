import { buildCustomId } from './ids.js';
import type { CustomId, IdPosTxs } from './ids.js';
import type { NotSentReason } from './not-sent.js';
import type { Snapshot, StateEntry } from './snapshot.js';
import { isFinal } from './status.js';
import type { Status } from './status.js';

/** One attempt of a transaction, as its log of states tells it. */
export interface AttemptSummary {
  /** From 1. */
  readonly n: number;
  readonly customId: CustomId;
  /** The state that it came to. */
  readonly status: Status;
  /** Why it was not sent. */
  readonly reason?: NotSentReason | undefined;
  readonly idPosTxs?: IdPosTxs | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; undefined while it goes on. */
  readonly endedAt?: string | undefined;
}

/** Every attempt, oldest first. Of a run whose log of states was lost the latest alone. */
export function describeAttempts(snapshot: Snapshot): readonly AttemptSummary[] {
  const { accepted, states } = snapshot;
  const groups = moveProof(splitByAttempt(states), snapshot);
  if (groups.length === 0) return [describeStateless(snapshot)];
  const first = Math.max(1, accepted.attempt - groups.length + 1);
  return groups.map((group, place) => describeAttempt(group, first + place, snapshot));
}

/** What one attempt went through. It begins with its dispatch, so that it keeps that when its proof moves. */
type Group = [StateEntry, ...StateEntry[]];

/** The next attempt is dispatched after the one before was not sent. */
function splitByAttempt(states: readonly StateEntry[]): Group[] {
  const groups: Group[] = [];
  for (const [place, entry] of states.entries()) {
    const isNext = entry.status === 'dispatching' && states[place - 1]?.status === 'not_sent';
    if (place === 0 || isNext) groups.push([entry]);
    else groups.at(-1)?.push(entry);
  }
  return groups;
}

/** What an earlier attempt turned out to have charged is told last, and belongs to that attempt. */
function moveProof(groups: Group[], { accepted }: Snapshot): Group[] {
  const [owner, latest] = [groups[accepted.attempt - 1], groups.at(-1)];
  const last = latest?.at(-1);
  const isProof = last !== undefined && isFinal(last.status) && last.status !== 'not_sent';
  if (!isProof || owner === undefined || owner === latest || latest === undefined) return groups;
  latest.pop();
  owner.push(last);
  return groups;
}

function describeAttempt(group: Readonly<Group>, n: number, snapshot: Snapshot): AttemptSummary {
  const { accepted, outcome } = snapshot;
  const [begun] = group;
  const { status, at } = group.at(-1) ?? begun;
  const isShown = n === accepted.attempt;
  const [reason, number] = [findKnown(group, 'reason'), findKnown(group, 'idPosTxs')];
  return {
    n,
    customId: buildCustomId({ transactionId: accepted.transactionId, attempt: n }),
    status,
    ...(status === 'not_sent' && { reason: reason ?? (isShown ? outcome.reason : undefined) }),
    idPosTxs: number ?? (isShown ? snapshot.idPosTxs : undefined),
    startedAt: begun.at,
    endedAt: isFinal(status) ? at : undefined,
  };
}

/** The latest that the log of states knows of an attempt. */
function findKnown<Name extends 'reason' | 'idPosTxs'>(group: Readonly<Group>, name: Name) {
  return group.findLast(({ known }) => known?.[name])?.known?.[name];
}

function describeStateless({ accepted, status, outcome, idPosTxs, finalAt }: Snapshot): AttemptSummary {
  const { attempt: n, customId, createdAt: startedAt } = accepted;
  return { n, customId, status, reason: outcome.reason, idPosTxs, startedAt, endedAt: finalAt };
}
