import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { drawPlots } from '../../bench/report/plots.js';
import type { Results } from '../../bench/report/results.js';
import { withFigures } from '../../bench/report/table.js';
import { figureNames } from '../../bench/report/titles.js';
import { page, root } from './support/pages.js';

const results = JSON.parse(readFileSync(join(root, 'bench/results.json'), 'utf8')) as Results;

describe('figures in docs/performance.md', () => {
  it('the results change: the table says what they say', () => {
    const { text } = page('docs/performance.md');
    expect(withFigures(text, results)).toBe(text);
  });

  it('the results change: the plots show them', () => {
    const kept = readdirSync(join(root, 'docs/performance')).map((file) => [
      file,
      readFileSync(join(root, 'docs/performance', file), 'utf8'),
    ]);
    expect(Object.fromEntries(kept)).toEqual(drawPlots(results));
  });

  it('a figure is renamed: nothing is kept under its old name', () => {
    expect(
      Object.keys(results.figures).filter((name) => !figureNames.some((known) => known === name)),
    ).toEqual([]);
  });
});
