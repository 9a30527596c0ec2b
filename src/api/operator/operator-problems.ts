import type { ResolutionRefusal, ResolutionRefusalKind } from '../../domain/resolution-refusals.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { ProblemCode } from '../problems/catalogue.js';
import { problem } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

const codes: Readonly<Record<ResolutionRefusalKind, ProblemCode>> = {
  NotInAttention: 'not-in-attention',
  VerdictDiffers: 'verdict-differs',
  EvidenceContradicts: 'evidence-contradicts',
  MayBeLive: 'terminal-in-use',
  NotUndoable: 'not-reversible',
};

/** The answer to a refused verdict. */
export function resolutionProblem({ kind, why }: ResolutionRefusal, { accepted }: Snapshot): Problem {
  const { transactionId } = accepted;
  const retry =
    kind === 'MayBeLive' ? 'Wait and send the verdict again.' : 'Read the transaction and its evidence.';
  const unknown = kind === 'MayBeLive' ? { moneyMoved: 'unknown' as const } : {};
  return problem(codes[kind], `${why} This request settled nothing. ${retry}`, { transactionId, ...unknown });
}
