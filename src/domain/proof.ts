import type { Amount } from './money.js';
import type { Accepted } from './transaction.js';
import type { UndoneSale } from './undo-terms.js';
import type { Proof, Verdict } from './verdict.js';

/** What decides, beside the verdict itself, whether it is proof. */
export interface ProofContext {
  /** Getnet's longest lifecycle has passed since the command was handed over. */
  readonly isLifecycleOver: boolean;
}

/** A proof with its warning and the amount charged. */
export interface ProvenOutcome {
  readonly proof: Proof;
  /** One sentence or more. */
  readonly warning?: string;
  /** Only where it differs from what was asked for; undo limits follow it. */
  readonly amountCharged?: Amount;
}

const WITHOUT_CODE =
  'Getnet reports this card sale as approved without an authorisation code, and still did after the lifecycle limit: ' +
  'check the receipt before handing over the goods.';

/**
 * Whether a status query's verdict ends the question. A card sale approved without an authorisation code counts only when
 * Getnet still says so after the lifecycle (contract §9, §11.2).
 */
export function findProvenOutcome(
  verdict: Verdict,
  { isLifecycleOver }: ProofContext,
): ProvenOutcome | undefined {
  switch (verdict.kind) {
    case 'approved':
    case 'declined':
      return buildProvenOutcome(verdict);
    case 'approved_without_code':
      return isLifecycleOver ? buildProvenOutcome(addCodeWarning(verdict)) : undefined;
    case 'pending':
    case 'not_found':
    case 'contradiction':
    case 'silent':
      return undefined;
  }
}

/** Adds the warnings as one text, and the amount charged. */
export function buildProvenOutcome(proof: Proof): ProvenOutcome {
  if (proof.kind === 'declined') return { proof };
  const { warnings = [], amountCharged } = proof;
  return {
    proof,
    ...(warnings.length > 0 && { warning: warnings.join(' ') }),
    ...(amountCharged && { amountCharged }),
  };
}

function addCodeWarning(verdict: Extract<Verdict, { kind: 'approved_without_code' }>): Proof {
  return { ...verdict, kind: 'approved', warnings: [WITHOUT_CODE, ...(verdict.warnings ?? [])] };
}

/**
 * A terminal may have given its number to another sale meanwhile, and a code repeats. Whether a void's answer repeats the sale's
 * authorisation code is inferred (contract §4.3), so another one is a reason to look, and no more.
 *
 * @returns the outcome, with a warning where an undo may have hit another sale.
 */
export function compareWithSale(outcome: ProvenOutcome, { type, undoes }: Accepted): ProvenOutcome {
  const { proof, warning } = outcome;
  if (proof.kind !== 'approved' || undoes === undefined) return outcome;
  const doubts = type === 'void' ? describeOtherCode(proof, undoes) : describeSameNumbers(undoes);
  return doubts === undefined
    ? outcome
    : { ...outcome, warning: [warning, doubts].filter(Boolean).join(' ') };
}

function describeOtherCode({ result }: Proof, { authorizationCode: ours }: UndoneSale): string | undefined {
  const theirs = result.authorizationCode;
  if (!theirs || !ours || theirs === ours) return undefined;
  return `The terminal names the authorisation code ${theirs}, the sale’s is ${ours}: check which sale was voided.`;
}

function describeSameNumbers({ twins = [], authorizationCode }: UndoneSale): string | undefined {
  if (twins.length === 0) return undefined;
  return `Getnet may have taken ${twins.join(', ')} for the sale, whose authorisation code is ${authorizationCode} too: check the receipt.`;
}

/** The words the list of evidence uses. */
export function describeVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'approved':
      return 'approved';
    case 'declined':
      return `not approved: code ${verdict.result.responseCode}`;
    case 'approved_without_code':
      return 'approved, without an authorisation code';
    case 'pending':
      return 'in process';
    case 'not_found':
      return 'id not found';
    case 'contradiction':
      return `not about our command: ${verdict.detail ?? `other ${verdict.fields.join(', ')}`}`;
    case 'silent':
      return `no usable answer: ${verdict.cause}`;
  }
}
