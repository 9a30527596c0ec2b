import { readWallClock, toWallClock } from './local-time.js';
import type { MatchedBy, OurSale } from './reconciliation-lines.js';
import {
  compareNumbers,
  indexOurs,
  isSameAmount,
  listAmountKeys,
  listNumberKeys,
} from './reconciliation-numbers.js';
import type { Agreement, Index } from './reconciliation-numbers.js';
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

interface Pair {
  readonly line: number;
  readonly our: number;
  /** The less, the better: compared element by element. */
  readonly rank: readonly number[];
}

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
  table.take((line, our) => table.agreement(line, our) === 'both', 'numbers');
  table.take((line, our) => table.agreement(line, our) === 'one' && isCandidate(ours[our]), 'numbers');
  const repeatedLines = table.takeRepeatedLines();
  const repeatedOurs = table.takeRepeatedOurs();
  table.take((line, our) => table.isProposed(line, our), 'amount_and_time');
  return { matches: table.matches, repeatedLines, repeatedOurs, ...table.rest() };
}

/** A number alone counts within the batch: terminals begin to count again. */
function isCandidate(our: OurSale | undefined): boolean {
  return our !== undefined && our.batch !== 'other' && !our.isOptional;
}

function sortBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  return keyed
    .toSorted((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)))
    .map(({ item }) => item);
}

/** Both lists, and what of them is taken. Only pairs that share a number or an amount are looked at. */
class MatchTable {
  readonly matches: Match[] = [];
  private readonly freeLines: Set<number>;
  private readonly freeOurs: Set<number>;
  private readonly matchOfLine = new Map<number, number>();
  private readonly byNumber: Index;
  private readonly byAmount: Index;
  private readonly wallClocks: readonly number[];

  constructor(
    private readonly lines: readonly ReportedSale[],
    private readonly ours: readonly OurSale[],
    country: Country,
  ) {
    this.freeLines = new Set(lines.keys());
    this.freeOurs = new Set(ours.keys());
    this.byNumber = indexOurs(ours, listNumberKeys);
    this.byAmount = indexOurs(ours, listAmountKeys);
    this.wallClocks = ours.map(({ createdAtMs }) => toWallClock(country, createdAtMs));
  }

  agreement(line: number, our: number): Agreement {
    const [theirs, sale] = [this.lines[line], this.ours[our]];
    return theirs === undefined || sale === undefined ? 'none' : compareNumbers(theirs, sale);
  }

  /** Nothing names the sale on one of the sides, and amount and time fit. */
  isProposed(line: number, our: number): boolean {
    const [theirs, sale] = [this.lines[line], this.ours[our]];
    if (theirs === undefined || sale === undefined || sale.isOptional || sale.batch === 'other') return false;
    if (compareNumbers(theirs, sale) !== 'none' || !isSameAmount(theirs, sale)) return false;
    return this.distanceMs(line, our) <= PROPOSE_WITHIN_MS;
  }

  /** Takes every pair that fits, the best first. */
  take(fits: (line: number, our: number) => boolean, by: MatchedBy): void {
    for (const { line, our } of this.rankPairs(fits, by)) {
      const [theirs, sale] = [this.lines[line], this.ours[our]];
      if (theirs === undefined || sale === undefined) continue;
      if (!this.freeLines.has(line) || !this.freeOurs.has(our)) continue;
      this.freeLines.delete(line);
      this.freeOurs.delete(our);
      this.matchOfLine.set(line, our);
      this.matches.push({ theirs, ours: sale, by });
    }
  }

  takeRepeatedLines(): readonly Match[] {
    const taken = new Set(this.matchOfLine.values());
    return [...this.freeLines].flatMap((line) => {
      const our = this.nearTo(line, 'numbers').find((one) => taken.has(one) && this.sharesNumber(line, one));
      const [theirs, sale] = [this.lines[line], our === undefined ? undefined : this.ours[our]];
      if (theirs === undefined || sale === undefined) return [];
      this.freeLines.delete(line);
      return [{ theirs, ours: sale, by: 'numbers' as const }];
    });
  }

  takeRepeatedOurs(): readonly Match[] {
    return [...this.matchOfLine.keys()].flatMap((line) =>
      this.nearTo(line, 'numbers').flatMap((our) => {
        const [theirs, sale] = [this.lines[line], this.ours[our]];
        if (theirs === undefined || sale === undefined || !this.freeOurs.has(our)) return [];
        if (!isCandidate(sale) || sale.state !== 'approved' || this.agreement(line, our) !== 'both')
          return [];
        this.freeOurs.delete(our);
        return [{ theirs, ours: sale, by: 'numbers' as const }];
      }),
    );
  }

  rest(): Pick<Matches, 'lines' | 'ours'> {
    return {
      lines: this.lines.filter((_, place) => this.freeLines.has(place)),
      ours: this.ours.filter((_, place) => this.freeOurs.has(place)),
    };
  }

  private sharesNumber(line: number, our: number): boolean {
    const agreement = this.agreement(line, our);
    return agreement === 'both' || agreement === 'one';
  }

  private rankPairs(fits: (line: number, our: number) => boolean, by: MatchedBy): readonly Pair[] {
    const pairs = [...this.freeLines].flatMap((line) =>
      this.nearTo(line, by)
        .filter((our) => this.freeOurs.has(our) && fits(line, our))
        .map((our) => ({ line, our, rank: this.rank(line, our) })),
    );
    return pairs.toSorted((one, other) => compareRanks(one.rank, other.rank));
  }

  private rank(line: number, our: number): readonly number[] {
    const [theirs, sale] = [this.lines[line], this.ours[our]];
    if (theirs === undefined || sale === undefined) return [];
    const { batch, isOptional, state } = sale;
    const amount = isSameAmount(theirs, sale) ? 0 : 1;
    return [
      batch === 'this' ? 0 : 1,
      isOptional ? 1 : 0,
      amount,
      order[state],
      this.distanceMs(line, our),
      our,
      line,
    ];
  }

  private distanceMs(line: number, our: number): number {
    const [theirs, ourMs] = [this.lines[line], this.wallClocks[our]];
    const distanceMs =
      theirs === undefined || ourMs === undefined ? undefined : measureDistanceMs(theirs, ourMs);
    // A line without a readable time is judged by its amount alone.
    return distanceMs ?? PROPOSE_WITHIN_MS;
  }

  private nearTo(line: number, by: MatchedBy): readonly number[] {
    const theirs = this.lines[line];
    if (theirs === undefined) return [];
    const [keys, index] =
      by === 'numbers' ? [listNumberKeys(theirs), this.byNumber] : [listAmountKeys(theirs), this.byAmount];
    return [...new Set(keys.flatMap((key) => index.get(key) ?? []))];
  }
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
