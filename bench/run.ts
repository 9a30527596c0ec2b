import { writeFile } from 'node:fs/promises';
import { measureBare, measureSale } from './dispatch.js';
import type { MeasuredSale } from './dispatch.js';
import { setStage } from './stage.js';

/** Both contestants take turns, so that whatever else the machine does falls on both. */
const PAIRS = 100;
const WARM_UP = 10;

const stage = await setStage();
try {
  const bare: number[] = [];
  const sales: MeasuredSale[] = [];
  for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
    const baseline = await measureBare(stage);
    const sale = await measureSale(stage);
    if (pair < 0) continue;
    bare.push(baseline);
    sales.push(sale);
  }
  const results = resultsOf(bare, sales);
  await writeFile('bench/results.json', `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`On ${stage.server}\n`);
  console.table(results);
} finally {
  await stage.stop();
}

function resultsOf(bare: readonly number[], sales: readonly MeasuredSale[]) {
  const dispatch = sales.map((sale) => sale.dispatch);
  const ratios = dispatch.map((ms, pair) => ms / (bare[pair] ?? Number.NaN));
  return {
    pairs: PAIRS,
    'dispatch, bare workflow (ms)': rounded(median(bare)),
    'dispatch, sale (ms)': rounded(median(dispatch)),
    'dispatch, sale to bare (ratio of medians)': rounded(median(dispatch) / median(bare)),
    'dispatch, sale to bare (median of ratios)': rounded(median(ratios)),
    'callback to final (ms)': rounded(median(sales.map(({ proof }) => proof))),
    'events, transaction and lease': median(sales.map(({ events }) => events)),
    'state transitions, transaction and lease': median(sales.map(({ transitions }) => transitions)),
    'history, transaction and lease (bytes)': median(sales.map(({ bytes }) => bytes)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
