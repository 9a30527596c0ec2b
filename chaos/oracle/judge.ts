import { judgeClaims, judgeEnd, judgeKeys, judgeOrder } from './claim-rules.js';
import type { Case, Evidence, Violation } from './evidence.js';
import { judgeCommands, judgeDeadlines, judgeUndos } from './money-rules.js';

type Finding = Omit<Violation, 'id'>;

/** What the list says has to be what the transaction says. */
const listed = ['status', 'idPosTxs', 'attempt'] as const;

/** Compares what shops were told with what happened. Pure: the same evidence gives the same violations. */
export function judge(evidence: Evidence): readonly Violation[] {
  const all = (rule: string, texts: readonly string[]) => texts.map((text) => ({ rule, id: '', text }));
  const ours = evidence.diverged.filter(({ isKnownRace }) => !isKnownRace);
  const stuck = new Set(
    evidence.diverged.filter(({ isKnownRace }) => isKnownRace).map(({ workflowId }) => workflowId),
  );
  return [
    ...evidence.cases.flatMap((one) =>
      judgeCase(one, { ...evidence, stuck }).map((found) => ({ ...found, id: one.id })),
    ),
    ...evidence.alarms.map(({ kind, text }) => ({
      rule: ruleOfAlarm(kind),
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
    ...all(
      'terminal released',
      evidence.leases.map((lease) => `${lease} is still held`),
    ),
    ...all('secret', evidence.leaks),
    ...all('process', evidence.accidents),
  ];
}

interface Known {
  readonly isClockMoved: boolean;
  /** Runs that do not go on by themselves: what they say of the money is judged, and not how they end. */
  readonly stuck: ReadonlySet<string>;
}

function judgeCase(one: Case, { isClockMoved, stuck }: Known): readonly Finding[] {
  return [
    ...judgeCommands(one),
    ...judgeUndos(one),
    ...(isClockMoved ? [] : judgeDeadlines(one)),
    ...judgeOrder(one),
    ...judgeClaims(one),
    ...(stuck.has(`transaction/${one.id}`) ? [] : [...judgeEnd(one), ...judgeRow(one)]),
    ...judgeKeys(one),
    ...judgeStranger(one),
  ];
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

function ruleOfAlarm(kind: string): string {
  if (kind === 'overlap') return 'two on a terminal';
  return kind === 'over_refunded' ? 'undo' : 'one charge';
}
