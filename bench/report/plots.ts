import { isMet } from './results.js';
import type { Distribution, Point, RatioFigure, Results } from './results.js';
import { colours, drawCurve, drawDot, drawLine, drawPlot, drawText } from './svg.js';
import { figureNames, titles } from './titles.js';

/** @returns the plots of a run, by file name. */
export function drawPlots(results: Results): Readonly<Record<string, string>> {
  return {
    'ratios.svg': drawRatios(results),
    'dispatch.svg': drawDistributions(results, 'dispatch', titles.dispatch),
    'final.svg': drawDistributions(results, 'final', titles.final),
    'memory.svg': drawMemory(results),
  };
}

const WIDTH = 860;
const LABELS = 350;
const RIGHT = 30;

/** Each pair a dot, each aim a mark: ours divided by the baseline, on a scale on which half and double are equally far. */
function drawRatios({ figures }: Results): string {
  const rows = figureNames.flatMap((name) => {
    const figure = figures[name];
    return figure?.kind === 'ratio' ? [{ title: `${titles[name]}, × ${figure.against}`, figure }] : [];
  });
  const values = rows.flatMap(({ figure }) => figure.pairs).filter((value) => value > 0);
  const low = Math.min(0.5, ...values);
  const high = Math.max(2, ...values);
  const place = (value: number) =>
    LABELS +
    ((Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))) * (WIDTH - LABELS - RIGHT);
  const height = 70 + rows.length * 26;
  const ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10].filter((tick) => tick >= low && tick <= high);
  return drawPlot({
    width: WIDTH,
    height,
    title: 'Ours divided by the baseline: each pair, the median, and the aim',
    shapes: [
      ...ticks.flatMap((tick) => [
        drawLine({ from: [place(tick), 36], to: [place(tick), height - 28], colour: colours.grid }),
        drawText({ x: place(tick), y: height - 12, text: String(tick), anchor: 'middle' }),
      ]),
      ...rows.flatMap(({ title, figure }, row) => drawRatio({ title, figure, y: 52 + row * 26 }, place)),
    ],
  });
}

function drawRatio(
  { title, figure, y }: { readonly title: string; readonly figure: RatioFigure; readonly y: number },
  place: (value: number) => number,
): readonly string[] {
  const { pairs, ratio, aim } = figure;
  const limit = aim?.atMost ?? aim?.atLeast;
  const colour = isMet(figure) === false ? colours.aim : colours.ours;
  const mark = (value: number, isAim: boolean) =>
    drawLine({
      from: [place(value), y - 8],
      to: [place(value), y + 8],
      ...(isAim ? { colour: colours.aim, isDashed: true } : { colour, width: 3 }),
    });
  return [
    drawText({ x: LABELS - 10, y: y + 4, text: title, anchor: 'end', size: 11 }),
    ...pairs.map((pair) => drawDot([place(pair), y], colour)),
    mark(ratio, false),
    ...(limit === undefined ? [] : [mark(limit, true)]),
  ];
}

/** How many of all took at most so long. */
function drawDistributions({ distributions }: Results, prefix: string, title: string): string {
  const ours = distributions.filter(({ name }) => name.startsWith(`${prefix},`));
  const highest = Math.max(1, ...ours.flatMap(({ values }) => values));
  const [width, height, left, bottom, top] = [560, 300, 50, 260, 40];
  const toPoint = (value: number, share: number): Point => [
    left + (value / highest) * (width - left - 120),
    bottom - share * (bottom - top),
  ];
  const palette = [colours.ours, colours.baseline, '#e67700'];
  return drawPlot({
    width,
    height,
    title: `${title}: share that took at most so many milliseconds`,
    shapes: [
      ...[0.25, 0.5, 0.75, 1].flatMap((share) => drawShare(share, toPoint, highest)),
      ...listTicks(highest).map((tick) =>
        drawText({ x: toPoint(tick, 0)[0], y: bottom + 18, text: `${tick} ms`, anchor: 'middle' }),
      ),
      ...ours.flatMap((one, at) => drawDistribution(one, palette[at] ?? colours.text, toPoint)),
    ],
  });
}

function drawShare(
  share: number,
  toPoint: (value: number, share: number) => Point,
  highest: number,
): readonly string[] {
  const [from, to] = [toPoint(0, share), toPoint(highest, share)];
  return [
    drawLine({ from, to, colour: colours.grid }),
    drawText({ x: from[0] - 8, y: from[1] + 4, text: `${share * 100} %`, anchor: 'end', size: 11 }),
  ];
}

function drawDistribution(
  { name, shares, values }: Distribution,
  colour: string,
  toPoint: (value: number, share: number) => Point,
): readonly string[] {
  const points = values.map((value, at) => toPoint(value, shares[at] ?? 1));
  const [x = 0, y = 0] = points.at(-1) ?? [];
  return [
    drawCurve(points, colour),
    drawText({ x: x + 6, y: y + 4, text: name.split(', ')[1] ?? name, colour }),
  ];
}

/** The worker's resident memory while more and more transactions wait. */
function drawMemory({ memory }: Results): string {
  const [width, height, left, bottom, top] = [560, 300, 60, 260, 40];
  const most = Math.max(1, ...memory.map(([waiting]) => waiting));
  const highest = Math.max(100, ...memory.map(([, megabytes]) => megabytes)) * 1.1;
  const toPoint = ([waiting, megabytes]: Point): Point => [
    left + (waiting / most) * (width - left - 40),
    bottom - (megabytes / highest) * (bottom - top),
  ];
  return drawPlot({
    width,
    height,
    title: 'Resident memory of the worker while transactions wait',
    shapes: [
      ...listTicks(highest).flatMap((tick) => [
        drawLine({ from: toPoint([0, tick]), to: toPoint([most, tick]), colour: colours.grid }),
        drawText({ x: left - 8, y: toPoint([0, tick])[1] + 4, text: `${tick} MB`, anchor: 'end', size: 11 }),
      ]),
      ...listTicks(most).map((tick) =>
        drawText({ x: toPoint([tick, 0])[0], y: bottom + 18, text: String(tick), anchor: 'middle' }),
      ),
      drawText({ x: width - 40, y: height - 8, text: 'waiting transactions', anchor: 'end' }),
      drawCurve(memory.map(toPoint), colours.ours),
    ],
  });
}

/** Some five round numbers from 0 up. */
function listTicks(highest: number): readonly number[] {
  const rough = highest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, at) => Math.round(at * step * 1e6) / 1e6);
}
