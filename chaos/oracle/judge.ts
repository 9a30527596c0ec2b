import { judgeClaims, judgeEnd, judgeKeys, judgeOrder } from './claim-rules.js';
import type { Case, Evidence, Violation } from './evidence.js';
import { judgeCommands, judgeDeadlines, judgeUndos } from './money-rules.js';

type Finding = Omit<Violation, 'id'>;

/** What the list says has to be what the transaction says. */
const listed = ['status', 'idPosTxs', 'attempt'] as const;

/** Compares what shops were told with what happened. Pure: the same evidence gives the same violations. */
export function judge(evidence: Evidence): readonly Violation[] {
  const all = (rule: string, texts: readonly string[]) => texts.map((text) => ({ rule, id: '', text }));
  return [
    ...evidence.cases.flatMap((one) => judgeCase(one, evidence).map((found) => ({ ...found, id: one.id }))),
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
    ...evidence.diverged.map(({ workflowId, why }) => ({ rule: 'replay', id: workflowId, text: why })),
    ...all(
      'terminal released',
      evidence.leases.map((lease) => `${lease} is still held`),
    ),
    ...all('secret', evidence.leaks),
    ...all('process', evidence.accidents),
  ];
}

function judgeCase(one: Case, { isClockMoved }: Evidence): readonly Finding[] {
  return [
    ...judgeCommands(one),
    ...judgeUndos(one),
    ...(isClockMoved ? [] : judgeDeadlines(one)),
    ...judgeOrder(one),
    ...judgeClaims(one),
    ...judgeEnd(one),
    ...judgeKeys(one),
    ...judgeRow(one),
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
