/** A plot that reads on light and on dark ground. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly shapes: readonly string[];
}

export const colours = {
  ours: '#0b7285',
  baseline: '#868e96',
  aim: '#c92a2a',
  text: '#495057',
  grid: '#dee2e6',
};

export function drawPlot({ width, height, title, shapes }: Plot): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    drawText({ x: 12, y: 20, text: title, size: 14, anchor: 'start' }),
    ...shapes,
    '</svg>',
    '',
  ].join('\n');
}

export interface Text {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
}

export function drawText({ x, y, text, size = 12, anchor = 'start', colour = colours.text }: Text): string {
  const place = `x="${shorten(x)}" y="${shorten(y)}"`;
  return `<text ${place} font-size="${size}" text-anchor="${anchor}" fill="${colour}">${escapeText(text)}</text>`;
}

export interface Line {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: string;
  readonly width?: number;
  readonly isDashed?: boolean;
}

export function drawLine({ from, to, colour, width = 1, isDashed = false }: Line): string {
  const ends = `x1="${shorten(from[0])}" y1="${shorten(from[1])}" x2="${shorten(to[0])}" y2="${shorten(to[1])}"`;
  return `<line ${ends} stroke="${colour}" stroke-width="${width}"${isDashed ? ' stroke-dasharray="4 3"' : ''}/>`;
}

export function drawCurve(points: readonly (readonly [number, number])[], colour: string): string {
  const path = points.map(([x, y]) => `${shorten(x)},${shorten(y)}`).join(' ');
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`;
}

export function drawDot([x, y]: readonly [number, number], colour: string): string {
  return `<circle cx="${shorten(x)}" cy="${shorten(y)}" r="3" fill="${colour}" fill-opacity="0.55"/>`;
}

function shorten(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('`', '');
}
