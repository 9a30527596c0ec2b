import { judgeClaims, judgeEnd, judgeKeys, judgeOrder } from './claim-rules.js';
import { findOpenUndo } from './evidence.js';
import type { Case, Evidence, Violation } from './evidence.js';
import { judgeCommands, judgeDeadlines, judgeUndos } from './money-rules.js';

type Finding = Omit<Violation, 'id'>;

/** What the list says has to be what the transaction says. */
const listed = ['status', 'idPosTxs', 'attempt'] as const;

/** Compares what shops were told with what happened. Pure: the same evidence gives the same violations. */
export function judge(evidence: Evidence): readonly Violation[] {
  const toViolations = (rule: string, texts: readonly string[]) =>
    texts.map((text) => ({ rule, id: '', text }));
  const ours = evidence.diverged.filter(({ isKnownRace }) => !isKnownRace);
  const stuck = new Set(
    evidence.diverged.filter(({ isKnownRace }) => isKnownRace).map(({ workflowId }) => workflowId),
  );
  const byId = new Map(evidence.cases.map((one) => [one.id, one]));
  return [
    ...evidence.cases.flatMap((one) =>
      judgeCase(one, { ...evidence, stuck, byId }).map((found) => ({ ...found, id: one.id })),
    ),
    ...evidence.alarms.map(({ kind, text }) => ({
      rule: findRuleOfAlarm(kind),
      id: '',
      text: `${kind}: ${text}`,
    })),
    ...evidence.forged
      .filter(({ http }) => http < 400)
      .map(({ how, http }) => ({
        rule: 'forged callback',
        id: '',
        text: `a callback (${how}) was answered ${http}`,
      })),
    ...ours.map(({ workflowId, why }) => ({ rule: 'replay', id: workflowId, text: why })),
    ...toViolations(
      'terminal released',
      evidence.leases.map((lease) => `${lease} is still held`),
    ),
    ...toViolations('secret', evidence.leaks),
    ...toViolations('process', evidence.accidents),
  ];
}

interface Known {
  readonly isClockMoved: boolean;
  /** Runs that do not go on by themselves: what they say of the money is judged, and not how they end. */
  readonly stuck: ReadonlySet<string>;
  readonly byId: ReadonlyMap<string, Case>;
}

function judgeCase(one: Case, { isClockMoved, stuck, byId }: Known): readonly Finding[] {
  const isStuck = (id: string) => stuck.has(`transaction/${id}`);
  return [
    ...judgeCommands(one),
    ...judgeUndos(one),
    ...(isClockMoved ? [] : judgeDeadlines(one)),
    ...judgeOrder(one),
    ...judgeClaims(one),
    ...(isStuck(one.id)
      ? []
      : [...judgeEnd(one), ...judgeReversing(one, { byId, isStuck }), ...judgeRow(one)]),
    ...judgeKeys(one),
    ...judgeStranger(one),
  ];
}

interface OtherCases {
  readonly byId: ReadonlyMap<string, Case>;
  isStuck(id: string): boolean;
}

/** A sale is being undone in the end only while its undo needs a person. */
function judgeReversing({ last }: Case, { byId, isStuck }: OtherCases): readonly Finding[] {
  return last.flatMap((answer, at): readonly Finding[] => {
    if (answer?.body.status !== 'reversing') return [];
    const undo = findOpenUndo(answer.body) ?? '(none)';
    const status = byId.get(undo)?.last[at]?.body.status;
    if (status === 'needs_attention' || isStuck(undo)) return [];
    const text = `API ${at + 1}: still reversing, and its undo ${undo} is ${String(status)}`;
    return [{ rule: 'it ends', text }];
  });
}

function judgeRow({ row, last }: Case): readonly Finding[] {
  const [answer] = last;
  if (answer?.http !== 200) return [];
  if (row === undefined) return [{ rule: 'read model', text: 'no list shows it' }];
  return listed
    .filter((field) => row[field] !== answer.body[field])
    .map((field) => ({
      rule: 'read model',
      text: `the list says ${field} ${String(row[field])}, the transaction ${String(answer.body[field])}`,
    }));
}

function judgeStranger({ strangerHttp }: Case): readonly Finding[] {
  if (strangerHttp === undefined || strangerHttp === 404) return [];
  return [{ rule: 'other merchant', text: `another merchant is answered ${strangerHttp}` }];
}

function findRuleOfAlarm(kind: string): string {
  if (kind === 'overlap') return 'two on a terminal';
  return kind === 'over_refunded' ? 'undo' : 'one charge';
}
