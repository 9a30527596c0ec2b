import { moneyMoved as moneyOf, expectedLedger } from '../../test/e2e/support/expected-ledger.js';
import type { ReceivedAnswer } from '../record.js';
import { readStatement } from './evidence.js';
import type { Case, Statement, Violation } from './evidence.js';
import { isFinal } from '../statuses.js';

type Finding = Omit<Violation, 'id'>;

/** What may be said after a final answer. What is not here is not final, and anything may follow. */
const mayFollow: Readonly<Record<string, readonly string[]>> = {
  approved: ['approved', 'reversing', 'reversed', 'reversal_failed'],
  reversing: ['reversing', 'reversed', 'reversal_failed', 'approved'],
  reversed: ['reversed'],
  reversal_failed: ['reversal_failed', 'reversing', 'reversed', 'approved'],
  declined: ['declined'],
  completed: ['completed'],
};
/** A *not sent* gives way to the key's next attempt, and to proof of a charge, which is verified first. */
const afterNotSent: readonly string[] = [
  'not_sent',
  'verifying',
  'needs_attention',
  'approved',
  'reversing',
  'reversed',
  'cancel_requested',
];

/** No later answer contradicts a final one. Of two answers, later is one that was asked for after the other was received. */
export function judgeOrder({ responses, last }: Case): readonly Finding[] {
  const said = [
    ...responses,
    ...last.flatMap((one) => (one ? [{ ...one, sent: Infinity, receivedAt: Infinity }] : [])),
  ];
  const statements = said.flatMap((one) => {
    const statement = readStatement(one);
    return statement ? [{ ...statement, sent: one.sent, receivedAt: one.receivedAt }] : [];
  });
  for (const [at, earlier] of statements.entries()) {
    const later = statements
      .slice(at + 1)
      .find((one) => one.sent > earlier.receivedAt && !isAllowedTransition(earlier, one));
    if (later)
      return [{ rule: 'final', text: `${describe(earlier)} was told, and later ${describe(later)}` }];
  }
  return [];
}

function isAllowedTransition(earlier: Statement, later: Statement): boolean {
  if (earlier.status === 'not_sent')
    return later.attempt > earlier.attempt || afterNotSent.includes(later.status);
  return mayFollow[earlier.status]?.includes(later.status) ?? true;
}

function describe({ status, moneyMoved, attempt }: Statement): string {
  return `${status} (money ${moneyMoved}, attempt ${attempt})`;
}

/** Every *yes* is true, and every *no* was true when it was said. */
export function judgeClaims(one: Case): readonly Finding[] {
  const { responses, truth, approvedAt, isRefusedButRuns, isUndo } = one;
  const moved = isUndo ? truth.refunds : truth.charges;
  return responses
    .slice()
    .flatMap((answer): readonly Finding[] => {
      const statement = readStatement(answer);
      if (statement === undefined) return [];
      const expected = moneyOf[statement.status] ?? 'unknown';
      // Without a worker the API says what was written last, and that the money is not known.
      const saysOnlyUnknown = statement.moneyMoved === 'unknown' && !isFinal(statement.status);
      if (statement.moneyMoved !== expected && !saysOnlyUnknown && statement.status !== 'reversal_failed')
        return [{ rule: 'true', text: `${describe(statement)}: that status says ${expected}` }];
      if (statement.moneyMoved === 'yes' && moved === 0)
        return [{ rule: 'true', text: `${describe(statement)} was told, and nothing moved` }];
      const isDenied = statement.status === 'declined' || statement.status === 'not_sent';
      const wasMoved = approvedAt !== undefined && Date.parse(approvedAt) < answer.sentAtMs;
      if (isDenied && wasMoved && !isRefusedButRuns)
        return [
          { rule: 'true', text: `${describe(statement)} was told, and money had moved at ${approvedAt}` },
        ];
      return [];
    })
    .slice(0, 1);
}

/** In the end both API processes know it, it has ended or needs a person, and the ledger says the same. */
export function judgeEnd(one: Case): readonly Finding[] {
  const isAcknowledged = one.responses.some(({ http, ask }) => ask !== 'other_body' && http < 300);
  return one.last.flatMap((answer, at): readonly Finding[] => {
    const api = `API ${at + 1}`;
    if (answer?.http === 404 && !isAcknowledged)
      return one.sent.length === 0
        ? []
        : [{ rule: 'kept', text: `${api} does not know it, and it was sent` }];
    if (answer?.http !== 200) return [{ rule: 'kept', text: `${api} answers ${answer?.http ?? 'nothing'}` }];
    return judgeEnding(one, answer).map(({ rule, text }) => ({ rule, text: `${api}: ${text}` }));
  });
}

function judgeEnding(one: Case, { body }: Pick<ReceivedAnswer, 'body'>): readonly Finding[] {
  const status = String(body.status);
  const find = (rule: string, text: string): readonly Finding[] => [{ rule, text }];
  if (status === 'needs_attention') return judgeAttention(one, body);
  const kind = status === 'approved' && one.isUndo ? 'approved undo' : status;
  const truth = expectedLedger[kind];
  if (truth === undefined && status !== 'reversal_failed') return find('it ends', `still ${status}`);
  const wrong = Object.entries(truth ?? {}).filter(
    ([name, value]) => one.truth[name as keyof typeof one.truth] !== value,
  );
  if (wrong.length > 0)
    return find(
      'true',
      `${status}, and the ledger says ${wrong.map(([name]) => `${name}: ${String(one.truth[name as keyof typeof one.truth])}`).join(', ')}`,
    );
  return status === 'approved' ? judgeApproval(one, body) : [];
}

function judgeApproval({ truth }: Case, body: ReceivedAnswer['body']): readonly Finding[] {
  const outcome = body.outcome as { readonly amountCharged?: { readonly value: number } } | undefined;
  const asked = body['amount'] as { readonly value: number } | null;
  const amount = outcome?.amountCharged?.value ?? asked?.value;
  const findings: Finding[] = [];
  if (amount !== undefined && truth.amount !== amount)
    findings.push({ rule: 'true', text: `approved over ${amount}, and the ledger says ${truth.amount}` });
  // In sync mode an answer may prove the approval and name no number.
  if (typeof body.idPosTxs === 'string' && body.idPosTxs !== truth.idPosTxs)
    findings.push({
      rule: 'true',
      text: `approved as ${body.idPosTxs}, and the ledger says ${truth.idPosTxs}`,
    });
  return findings;
}

/** *Unknown* is legal where nobody could find out: nothing was executed, or no true callback came and no number was learned. */
function judgeAttention(one: Case, { idPosTxs }: ReceivedAnswer['body']): readonly Finding[] {
  const findings: Finding[] = [];
  if (!one.isInAttentionList)
    findings.push({ rule: 'it ends', text: 'needs attention, and no list shows it' });
  const couldKnow = one.truth.executed > 0 && (one.isTruthTold || typeof idPosTxs === 'string');
  if (couldKnow && !one.mayNeedPerson)
    findings.push({ rule: 'true', text: `needs attention, and Getnet tells of ${idPosTxs ?? 'its number'}` });
  return findings;
}

/** Another body with the same key is refused; all answers to a key are about one transaction. */
export function judgeKeys({ id, responses }: Case): readonly Finding[] {
  return responses.flatMap((answer): readonly Finding[] => {
    const { ask, http, body } = answer;
    if (ask === 'other_body' && http < 500 && http !== 422)
      return [{ rule: 'key', text: `another body with its key was answered ${http}` }];
    const named = http < 300 ? body.id : body.transactionId;
    return ask !== 'other_body' && named !== undefined && named !== id
      ? [{ rule: 'key', text: `its key was answered about ${named}` }]
      : [];
  });
}
