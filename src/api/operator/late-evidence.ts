import { waitsForPerson } from '../../domain/late-attempts.js';
import { describeLateDecision } from '../../domain/late-decision.js';
import { findNumber } from '../../domain/late-result.js';
import type { Late, LateFinding } from '../../domain/late-result.js';
import type { NetSale } from '../../domain/net-sale.js';
import type { KnownLateCase } from '../store/known-late-news.js';
import type { CaseEvidence } from './attention-case.js';

/** What came after the end: a line for each attempt whose news wait for a person, each with what a first person proposed. */
export function listLateEvidence(
  { snapshot, late }: NetSale,
  known: readonly KnownLateCase[],
): readonly CaseEvidence[] {
  const isOneOfSeveral = snapshot.accepted.attempt > 1;
  const waiting = known.filter(waitsForPerson);
  if (waiting.length === 0) return late ? [writeLine(late.at, 'late_result', describeFinding(late))] : [];
  return waiting.flatMap((one) => listAttemptEvidence(one, isOneOfSeveral ? `attempt ${one.attempt}: ` : ''));
}

/** What a person does about news of several attempts. @returns undefined where only one attempt has any. */
export function findStepForAttempts(known: readonly KnownLateCase[]): string | undefined {
  const waiting = known.filter(waitsForPerson);
  const [first] = waiting;
  if (first === undefined || known.length === 1) return undefined;
  const numbers = waiting.map(({ attempt }) => attempt).join(' and ');
  return (
    `News came about several attempts; ${numbers} still waits for a person. The acts here are about attempt ${first.attempt}. ` +
    'Read the finding of each, and decide about one at a time: say in `attempt` which one your verdict is about.'
  );
}

function listAttemptEvidence({ late, readAtMs }: KnownLateCase, prefix: string): readonly CaseEvidence[] {
  const { finding } = late;
  if (finding === undefined) return [writeLine(toIso(readAtMs), 'late_result', `${prefix}${BEING_ASKED}`)];
  const { foundAt, proposal } = finding;
  const at = Date.parse(foundAt) > 0 ? foundAt : toIso(readAtMs);
  const news = writeLine(at, 'late_result', prefix + describeFinding(finding));
  if (proposal === undefined) return [news];
  const says = `${prefix}proposed: ${describeLateDecision(proposal)}`;
  return [news, writeLine(toIso(proposal.at), 'operator', says)];
}

const BEING_ASKED = 'news came, and Getnet is being asked about them';

function describeFinding(found: Late | LateFinding): string {
  const { moneyMoved, alsoCharged = [], alsoOpen = [] } = found;
  const number = 'verdict' in found ? findNumber(found) : found.idPosTxs;
  return [
    `money moved: ${moneyMoved}`,
    ...(number ? [`found of ${number}`] : []),
    ...(alsoCharged.length > 0 ? [`${alsoCharged.join(', ')} charged as well`] : []),
    ...(alsoOpen.length > 0 ? [`whether ${alsoOpen.join(', ')} charged is not known`] : []),
  ].join('; ');
}

function writeLine(at: string, source: 'late_result' | 'operator', says: string): CaseEvidence {
  return { at, source, says, times: 1, lastAt: at };
}

function toIso(atMs: number): string {
  return new Date(atMs).toISOString();
}
