import type { LineClass, OurSale } from '../../../src/domain/reconciliation-lines.js';
import type { Report, ReportedSale } from '../../../src/domain/verdict.js';
import { clp, buildLineAbout, nameless, buildOurSale } from './reconciliation-terms.js';

/** How many lines, and how many of each class. */
export interface SeedTerms {
  readonly seed: number;
  readonly lines: number;
  /** From 0 to 1, of every class but `equal`. */
  readonly share: number;
}

/** Both sides of a comparison, and what is true of each line, by its transaction, else by its authorisation code. */
export interface SeededSides {
  readonly report: Report;
  readonly ours: readonly OurSale[];
  readonly truth: ReadonlyMap<string, readonly LineClass[]>;
}

/** One sale in both books. */
interface SeededSale {
  readonly lines: readonly ReportedSale[];
  readonly ours: readonly OurSale[];
  readonly classes: readonly LineClass[];
}

const seededClasses = [
  'missing_here',
  'missing_there',
  'amount',
  'state',
  'duplicate',
  'other_batch',
  'unknown_open',
  'foreign',
  'cut',
] as const;

/** Eight seconds apart: a day of 10,000 sales. */
const STEP_MS = 8_000;
const START_MS = Date.parse('2026-01-15T03:00:00Z');

/**
 * A day at a terminal: prices repeat, numbers repeat those of the batch before, and among the sales are declined, voided and returned ones,
 * which are no differences.
 */
export function seedDifferences({ seed, lines, share }: SeedTerms): SeededSides {
  const random = createRandom(seed);
  const seeded = Array.from({ length: lines }, (_, place) =>
    seedOne(place + 1, pickClass(random(), share), random),
  );
  const truth = new Map(
    seeded.flatMap(({ classes, ours, lines: [line] }) =>
      classes.length === 0
        ? []
        : [[ours[0]?.transactionId ?? line?.authorizationCode ?? '', classes] as const],
    ),
  );
  const sales = shuffle(
    seeded.flatMap((one) => one.lines),
    random,
  );
  return {
    report: { sales, cut: false, raw: {} },
    ours: shuffle(
      seeded.flatMap((one) => one.ours),
      random,
    ),
    truth,
  };
}

function pickClass(draw: number, share: number): LineClass | 'noise' {
  const picked = seededClasses[Math.floor(draw / share)];
  return picked ?? (draw > 1 - 3 * share ? 'noise' : 'equal');
}

function seedOne(n: number, wanted: LineClass | 'noise', random: () => number): SeededSale {
  const sale = buildOurSale(n, {
    authorizationCode: String(100_000 + n),
    // Few prices, so that many sales have the same; each step beyond them belongs to what is told by amount and time alone.
    amount: clp(1_000 * (1 + Math.floor(random() * 40))),
    createdAtMs: START_MS + n * STEP_MS,
  });
  const unique = { amount: clp(1_000_000 + n) };
  const line = buildLineAbout(sale);
  const isOdd = random() < 0.5;
  const both = (over: Partial<OurSale>, theirs: Partial<ReportedSale> = {}, mine = sale) => ({
    ours: [{ ...mine, ...over }],
    lines: [{ ...buildLineAbout(mine), ...theirs }],
  });
  switch (wanted) {
    case 'equal':
      // A wallet's payment has no code, and one side may have no number.
      return { ...both({}, random() < 0.02 ? { authorizationCode: null } : {}), classes: ['equal'] };
    case 'missing_here':
      return isOdd
        ? { ...both({ state: 'not_charged', authorizationCode: null }), classes: ['missing_here'] }
        : {
            ...both({ state: 'not_charged', ...nameless }, {}, { ...sale, ...unique }),
            classes: ['missing_here'],
          };
    case 'missing_there':
      return { ours: [sale], lines: [], classes: ['missing_there'] };
    case 'amount':
      return {
        ...both({}, { amount: clp(Number(sale.amount?.value) + (isOdd ? 1 : -1)) }),
        classes: ['amount'],
      };
    case 'state':
      return isOdd
        ? { ...both({ state: 'voided' }), classes: ['state'] }
        : { ...both(nameless, {}, { ...sale, ...unique }), classes: ['state'] };
    case 'duplicate':
      return {
        ours: [sale],
        lines: [line, isOdd ? line : buildLineAbout(sale, { realDate: null })],
        classes: ['duplicate', 'equal'],
      };
    case 'other_batch':
      return {
        ...both({ batch: 'other', operationId: 1 + (n % 500) }, { operationId: 1 + (n % 500) }),
        classes: ['other_batch'],
      };
    case 'unknown_open':
      return isOdd
        ? {
            ours: [{ ...sale, ...nameless, ...unique, state: 'unknown' }],
            lines: [],
            classes: ['unknown_open'],
          }
        : {
            ...both({ ...nameless, state: 'unknown' }, {}, { ...sale, ...unique }),
            classes: ['unknown_open'],
          };
    case 'foreign':
      return { ours: [], lines: [line], classes: ['foreign'] };
    case 'cut':
      return { ...both({}, { amount: null }), classes: ['cut'] };
    case 'noise':
      return { ours: [noise(sale, random())], lines: [], classes: [] };
  }
}

/** No difference: what moved no money, what was voided, what the batch before had, and returns. */
function noise(sale: OurSale, draw: number): OurSale {
  if (draw < 0.25) return { ...sale, state: 'not_charged', authorizationCode: null };
  if (draw < 0.5) return { ...sale, state: 'voided' };
  if (draw < 0.75) return { ...sale, batch: 'other', operationId: 1 + (Number(sale.operationId) % 500) };
  return { ...sale, isOptional: true };
}

function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
