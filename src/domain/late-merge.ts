import { nameOthers } from './late-others.js';
import { findLateContradiction, findNumber, isAboutAnotherNumber } from './late-result.js';
import type { LateFinding, ReportedOutcome } from './late-result.js';

/**
 * What is known after a further callback was verified. A proof gives way to a newer proof about the same number (the terminal may
 * reverse what it had approved). An answer about one number hides neither what was found, nor what is not known, about another one:
 * the finding is about what the shop has to know first, and names the others.
 *
 * @param reported what the transaction tells its caller. Unknown, where that is not known.
 */
export function mergeFindings<Finding extends LateFinding>(
  before: LateFinding | undefined,
  latest: Finding,
  reported: ReportedOutcome = { moneyMoved: 'unknown' },
): LateFinding | Finding {
  if (before === undefined) return latest;
  const isOther = isAboutAnotherNumber({ idPosTxs: findNumber(before) }, latest);
  const chosen = isOther
    ? chooseOfTwo(before, latest, reported)
    : keepProposal(before, renew(before, latest));
  return nameOthers({ chosen, before, latest, reported });
}

/** Two findings about one number, or one of them names none. */
function renew<Finding extends LateFinding>(before: LateFinding, latest: Finding): LateFinding | Finding {
  if (before.moneyMoved === 'unknown') return latest;
  if (latest.moneyMoved === 'unknown') return before;
  // A person's word gives way to a proof, and stays where the proof says the same.
  if (before.moneyMoved === latest.moneyMoved && before.decision)
    return { ...latest, ...pickDecided(before) };
  if (before.evidence === 'operator') return latest;
  // What was given back of this charge stays known; what could not be given back is nothing where the charge is gone.
  const isMoot = before.undo?.state === 'failed' && latest.moneyMoved === 'no';
  return before.undo && !isMoot ? { ...latest, undo: before.undo } : latest;
}

/** A first person's word waits for a second one until something else is known than what it was about. */
function keepProposal<Finding extends LateFinding>(
  { proposal, moneyMoved }: LateFinding,
  renewed: Finding,
): Finding {
  const isSame = renewed.moneyMoved === moneyMoved && renewed.decision === undefined;
  return proposal && isSame ? { ...renewed, proposal } : renewed;
}

/** Two findings about two numbers: what was decided about one, or given back of it, says nothing about the other. */
function chooseOfTwo<Finding extends LateFinding>(
  before: LateFinding,
  latest: Finding,
  reported: ReportedOutcome,
): LateFinding | Finding {
  return rank(latest, reported) >= rank(before, reported) ? latest : before;
}

/** First what the shop has to learn, then what is not known, then what the shop knows already. */
function rank(finding: LateFinding, reported: ReportedOutcome): number {
  const { moneyMoved } = finding;
  const isNews = findLateContradiction(reported, finding) !== undefined;
  if (moneyMoved === 'yes') return isNews ? 4 : 1;
  // That nothing was charged is news only where the contrary was reported to the shop.
  if (moneyMoved === 'no') return isNews && reported.moneyMoved === 'yes' ? 3 : 0;
  return 2;
}

function pickDecided({ decision, undo }: LateFinding): Pick<LateFinding, 'decision' | 'undo'> {
  return { ...(decision && { decision }), ...(undo && { undo }) };
}
