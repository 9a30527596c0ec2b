import { readWallClock, toWallClock } from './local-time.js';
import type { MatchedBy, OurSale } from './reconciliation-lines.js';
import {
  compareNumbers,
  indexBy,
  isSameAmount,
  listAmountKeys,
  listNumberKeys,
} from './reconciliation-numbers.js';
import type { Agreement } from './reconciliation-numbers.js';
import type { Country } from './terminal.js';
import type { ReportedSale } from './verdict.js';

/** A line of a report and the transaction that it is. */
export interface Match {
  readonly theirs: ReportedSale;
  readonly ours: OurSale;
  readonly by: MatchedBy;
}

/** What belongs together, and what is left over on each side. */
export interface Matches {
  readonly matches: readonly Match[];
  /** Lines that repeat a transaction which another line has already. */
  readonly repeatedLines: readonly Match[];
  /** Transactions with the numbers of a line that another transaction has already. */
  readonly repeatedOurs: readonly Match[];
  readonly lines: readonly ReportedSale[];
  readonly ours: readonly OurSale[];
}

/** How far a terminal's clock and ours, and a waiting sale, may be apart. */
export const PROPOSE_WITHIN_MS = 20 * 60_000;

/** @param wallClockMs ours. @returns undefined for a line without a readable time. */
export function measureDistanceMs(
  { realDate, accountingDate }: Pick<ReportedSale, 'realDate' | 'accountingDate'>,
  wallClockMs: number,
): number | undefined {
  const atMs = readWallClock(realDate) ?? readWallClock(accountingDate);
  return atMs === undefined ? undefined : Math.abs(atMs - wallClockMs);
}

/** One line of the report. */
interface Line {
  readonly place: number;
  readonly theirs: ReportedSale;
}

/** One of our sales. */
interface OurCandidate {
  readonly place: number;
  readonly sale: OurSale;
  /** Of the moment it was accepted. */
  readonly wallClockMs: number;
}

interface Pair {
  readonly line: Line;
  readonly our: OurCandidate;
  /** The less, the better: compared element by element. */
  readonly rank: readonly number[];
}

type PairTest = (line: Line, our: OurCandidate) => boolean;

/**
 * Finds for each line its transaction: by operation number and authorisation code where both agree, then by the one that both sides
 * have, and at last by amount and time, which only propose. One line is one transaction. The order of either list does not matter.
 */
export function matchLines(
  reported: readonly ReportedSale[],
  sales: readonly OurSale[],
  country: Country,
): Matches {
  const lines = sortBy(reported, (line) => JSON.stringify(line));
  const ours = sortBy(sales, ({ transactionId }) => transactionId);
  const table = new MatchTable(lines, ours, country);
  table.pair((line, our) => compareLine(line, our) === 'both', 'numbers');
  table.pair((line, our) => compareLine(line, our) === 'one' && isCandidate(our.sale), 'numbers');
  const repeatedLines = table.pairRepeatedLines();
  const repeatedOurs = table.pairRepeatedOurs();
  table.pair(isProposed, 'amount_and_time');
  return { matches: table.matches, repeatedLines, repeatedOurs, ...table.listUnmatched() };
}

function sortBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const byKey = indexBy(items, (item) => [key(item)]);
  return [...byKey.keys()].toSorted().flatMap((one) => byKey.get(one) ?? []);
}

function compareLine({ theirs }: Line, { sale }: OurCandidate): Agreement {
  return compareNumbers(theirs, sale);
}

function sharesNumber(line: Line, our: OurCandidate): boolean {
  const agreement = compareLine(line, our);
  return agreement === 'both' || agreement === 'one';
}

/** A number alone counts within the batch: terminals begin to count again. */
function isCandidate({ batch, isOptional }: OurSale): boolean {
  return batch !== 'other' && !isOptional;
}

/** Nothing names the sale on one of the sides, and amount and time fit. */
function isProposed(line: Line, our: OurCandidate): boolean {
  if (!isCandidate(our.sale) || compareLine(line, our) !== 'none') return false;
  return isSameAmount(line.theirs, our.sale) && findDistanceMs(line, our) <= PROPOSE_WITHIN_MS;
}

/** A line without a readable time is judged by its amount alone. */
function findDistanceMs({ theirs }: Line, { wallClockMs }: OurCandidate): number {
  return measureDistanceMs(theirs, wallClockMs) ?? PROPOSE_WITHIN_MS;
}

/** Both lists, and what of them is taken. Only pairs that share a number or an amount are looked at. */
class MatchTable {
  readonly matches: Match[] = [];
  private readonly freeLines: Set<Line>;
  private readonly freeOurs: Set<OurCandidate>;
  private readonly pairedLines: Line[] = [];
  private readonly pairedOurs = new Set<OurCandidate>();
  private readonly byNumber: ReadonlyMap<string, readonly OurCandidate[]>;
  private readonly byAmount: ReadonlyMap<string, readonly OurCandidate[]>;

  constructor(lines: readonly ReportedSale[], sales: readonly OurSale[], country: Country) {
    const ours = sales.map((sale, place) => ({
      place,
      sale,
      wallClockMs: toWallClock(country, sale.createdAtMs),
    }));
    this.freeLines = new Set(lines.map((theirs, place) => ({ place, theirs })));
    this.freeOurs = new Set(ours);
    this.byNumber = indexBy(ours, ({ sale }) => listNumberKeys(sale));
    this.byAmount = indexBy(ours, ({ sale }) => listAmountKeys(sale));
  }

  /** Pairs what matches, the best pair first. */
  pair(isPair: PairTest, by: MatchedBy): void {
    for (const { line, our } of this.rankPairs(isPair, by)) {
      if (!this.freeLines.has(line) || !this.freeOurs.has(our)) continue;
      this.freeLines.delete(line);
      this.freeOurs.delete(our);
      this.pairedLines.push(line);
      this.pairedOurs.add(our);
      this.matches.push({ theirs: line.theirs, ours: our.sale, by });
    }
  }

  pairRepeatedLines(): readonly Match[] {
    return [...this.freeLines].flatMap((line) => {
      const our = this.listNear(line, 'numbers').find(
        (one) => this.pairedOurs.has(one) && sharesNumber(line, one),
      );
      if (our === undefined) return [];
      this.freeLines.delete(line);
      return [{ theirs: line.theirs, ours: our.sale, by: 'numbers' as const }];
    });
  }

  pairRepeatedOurs(): readonly Match[] {
    return this.pairedLines.flatMap((line) => {
      const repeated = this.listNear(line, 'numbers').filter(
        (our) =>
          this.freeOurs.has(our) &&
          isCandidate(our.sale) &&
          our.sale.state === 'approved' &&
          compareLine(line, our) === 'both',
      );
      for (const our of repeated) this.freeOurs.delete(our);
      return repeated.map(({ sale }) => ({ theirs: line.theirs, ours: sale, by: 'numbers' as const }));
    });
  }

  listUnmatched(): Pick<Matches, 'lines' | 'ours'> {
    return {
      lines: [...this.freeLines].map(({ theirs }) => theirs),
      ours: [...this.freeOurs].map(({ sale }) => sale),
    };
  }

  private rankPairs(isPair: PairTest, by: MatchedBy): readonly Pair[] {
    const pairs = [...this.freeLines].flatMap((line) =>
      this.listNear(line, by)
        .filter((our) => this.freeOurs.has(our) && isPair(line, our))
        .map((our) => ({ line, our, rank: rank(line, our) })),
    );
    return pairs.toSorted((one, other) => compareRanks(one.rank, other.rank));
  }

  /** Each once. */
  private listNear({ theirs }: Line, by: MatchedBy): readonly OurCandidate[] {
    const [keys, index] =
      by === 'numbers' ? [listNumberKeys(theirs), this.byNumber] : [listAmountKeys(theirs), this.byAmount];
    return [...new Set(keys.flatMap((key) => index.get(key) ?? []))];
  }
}

function rank(line: Line, our: OurCandidate): readonly number[] {
  const { batch, isOptional, state } = our.sale;
  return [
    batch === 'this' ? 0 : 1,
    isOptional ? 1 : 0,
    isSameAmount(line.theirs, our.sale) ? 0 : 1,
    order[state],
    findDistanceMs(line, our),
    our.place,
    line.place,
  ];
}

/** Of two transactions that fit equally, the one that needs the line most. */
const order = { unknown: 0, void_open: 0, approved: 1, voided: 2, not_charged: 3 } as const;

function compareRanks(one: readonly number[], other: readonly number[]): number {
  for (const [place, value] of one.entries()) {
    const difference = value - (other[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
