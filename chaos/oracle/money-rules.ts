import type { Case, ReceivedCommand, Violation } from './evidence.js';

type Finding = Omit<Violation, 'id'>;

/** One key charges once, and after a command that may have reached the terminal nothing more is sent. */
export function judgeCommands({ truth, sent, received, isRefusedButRuns }: Case): readonly Finding[] {
  const findings: Finding[] = [];
  const find = (text: string) => findings.push({ rule: 'one charge', text });
  if (truth.charges + truth.refunds > 1) find(`${truth.charges} charges and ${truth.refunds} refunds`);
  if (truth.executed > 1) find(`${truth.executed} commands reached the terminal`);
  const outcomes = matchOutcomes(sent, received);
  const doubtful = outcomes.findIndex((outcome) => outcome !== 'refused');
  const isFollowed = doubtful >= 0 && doubtful < outcomes.length - 1;
  if (isFollowed && !isRefusedButRuns)
    find(`command ${doubtful + 1} of ${outcomes.length} may have reached the terminal, and another followed`);
  return findings;
}

/** Whether each command was plainly refused, in a way that its worker could read. */
function matchOutcomes(
  sent: Case['sent'],
  received: readonly ReceivedCommand[],
): readonly ('refused' | 'doubtful')[] {
  const left = [...received];
  return sent.map(({ customId, fault, isAnswerCut }) => {
    if (fault === 'reset_unread') return 'doubtful';
    const at = left.findIndex((one) => one.customId === customId);
    const [found] = at < 0 ? [] : left.splice(at, 1);
    const isReadable = fault === undefined || fault === 'delay' || (fault === 'cut' && isAnswerCut !== true);
    return found?.executed === false && found.status !== undefined && isReadable ? 'refused' : 'doubtful';
  });
}

/** A sale gives back no more than it charged, and an undo runs once. */
export function judgeUndos({ truth, isUndo }: Case): readonly Finding[] {
  const findings: Finding[] = [];
  if (truth.net < 0) findings.push({ rule: 'undo', text: `${-truth.net} more went back than was charged` });
  if (isUndo && truth.refunds > 1)
    findings.push({ rule: 'undo', text: `it gave back ${truth.refunds} times` });
  return findings;
}

/** Nothing leaves a worker after its deadline. Between the last look at the clock and the bytes is a moment. */
const MOMENT_MS = 500;

export function judgeDeadlines({ sent, dispatchBy }: Case): readonly Finding[] {
  return sent.flatMap(({ customId, at }) => {
    const by = dispatchBy[customId];
    if (by === undefined || at <= by + MOMENT_MS) return [];
    return [{ rule: 'deadline', text: `${customId} was sent ${at - by} ms after its deadline` }];
  });
}
