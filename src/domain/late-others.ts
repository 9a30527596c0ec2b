import type { IdPosTxs } from './ids.js';
import { findNumber } from './late-result.js';
import type { LateFinding, OtherNumbers, ReportedOutcome } from './late-result.js';

/** So many are kept of each kind. */
const MAX_OTHERS = 10;

/** Two findings, and the one of them that goes on. */
export interface MergedFindings {
  readonly chosen: LateFinding;
  readonly before: LateFinding;
  readonly latest: LateFinding;
  /** What the transaction tells its caller. */
  readonly reported: ReportedOutcome;
}

/** @returns the chosen finding, with the numbers that it is not about and that charged, or may have. */
export function nameOthers(merged: MergedFindings): LateFinding {
  const charged = listOtherCharges(merged);
  const open = listOtherOpen(merged, charged);
  const { alsoCharged: _, alsoOpen: __, ...found } = merged.chosen;
  if (charged.length + open.length === 0 && !namesOthers(merged.chosen)) return merged.chosen;
  return withOthers(
    dropStaleWord(found, merged.before, [...charged, ...open]),
    { charged, open },
    merged.reported,
  );
}

function namesOthers({ alsoCharged, alsoOpen }: OtherNumbers): boolean {
  return alsoCharged !== undefined || alsoOpen !== undefined;
}

interface Others {
  readonly charged: readonly IdPosTxs[];
  readonly open: readonly IdPosTxs[];
}

/** That nothing was charged is no finding about the command where another number charged, or may have. */
function withOthers(found: LateFinding, { charged, open }: Others, reported: ReportedOutcome): LateFinding {
  const [firstCharge, ...moreCharges] = charged;
  const [firstOpen, ...moreOpen] = open;
  if (found.moneyMoved === 'no' && firstCharge)
    return withOthers(moveTo(found, firstCharge, 'yes'), { charged: moreCharges, open }, reported);
  if (found.moneyMoved === 'no' && firstOpen && reported.moneyMoved !== 'yes')
    return withOthers(moveTo(found, firstOpen, 'unknown'), { charged, open: moreOpen }, reported);
  return {
    ...found,
    ...(charged.length > 0 && { alsoCharged: charged.slice(0, MAX_OTHERS) }),
    ...(open.length > 0 && { alsoOpen: open.slice(0, MAX_OTHERS) }),
  };
}

/** The finding is about another number from now on; what was done about the earlier one says nothing of it. */
function moveTo(
  { foundAt, action }: LateFinding,
  idPosTxs: IdPosTxs,
  moneyMoved: 'yes' | 'unknown',
): LateFinding {
  const cause =
    moneyMoved === 'yes' ? 'it was found to have charged before' : 'it is not known whether it charged';
  return { moneyMoved, verdict: { kind: 'silent', cause }, foundAt, idPosTxs, ...(action && { action }) };
}

/** What a person said counts for the numbers that were known then. */
function dropStaleWord(
  found: LateFinding,
  { alsoCharged = [], alsoOpen = [] }: LateFinding,
  others: readonly IdPosTxs[],
): LateFinding {
  const isNew = others.some((number) => !alsoCharged.includes(number) && !alsoOpen.includes(number));
  if (!isNew) return found;
  const { decision: _, proposal: __, ...rest } = found;
  return rest;
}

function listOtherCharges({ chosen, before, latest, reported }: MergedFindings): readonly IdPosTxs[] {
  const earlier = isKept(before) && chosen.decision === undefined ? [] : listCharges(before);
  const isKnown = (number: IdPosTxs) => reported.moneyMoved === 'yes' && reported.idPosTxs === number;
  return [...new Set([...earlier, ...listCharges(latest)])].filter(
    (number) => number !== findNumber(chosen) && !isKnown(number) && !isUncharged(latest, number),
  );
}

/** What was given back, or is kept, needs nobody any more. A person's word is no proof. */
function listCharges(finding: LateFinding): readonly IdPosTxs[] {
  const { moneyMoved, evidence, undo, alsoCharged = [] } = finding;
  const number = findNumber(finding);
  const isCharge =
    moneyMoved === 'yes' && evidence !== 'operator' && undo?.state !== 'done' && !isKept(finding);
  return isCharge && number ? [number, ...alsoCharged] : alsoCharged;
}

function listOtherOpen(
  { chosen, before, latest }: MergedFindings,
  charged: readonly IdPosTxs[],
): readonly IdPosTxs[] {
  const earlier = isKept(before) && chosen.decision === undefined ? [] : listOpen(before);
  return [...new Set([...earlier, ...listOpen(latest)])].filter(
    (number) =>
      number !== findNumber(chosen) &&
      !charged.includes(number) &&
      !listCharges(latest).includes(number) &&
      !isUncharged(latest, number),
  );
}

function listOpen(finding: LateFinding): readonly IdPosTxs[] {
  const { moneyMoved, alsoOpen = [] } = finding;
  const number = findNumber(finding);
  return moneyMoved === 'unknown' && number && !isUncharged(finding, number)
    ? [number, ...alsoOpen]
    : alsoOpen;
}

/** Getnet proved that it charged nothing, or that it is not ours. */
function isUncharged(finding: LateFinding, number: IdPosTxs): boolean {
  const { moneyMoved, verdict } = finding;
  const isForeign = verdict.kind === 'contradiction' && verdict.foreign === true;
  return findNumber(finding) === number && (moneyMoved === 'no' || isForeign);
}

function isKept({ decision }: LateFinding): boolean {
  return decision?.action === 'keep';
}
