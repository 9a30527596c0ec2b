import { describe, expect, it } from '@jest/globals';
import { isGood, renderReport } from '../../../src/dev/demo/report.js';
import { checkEqual } from '../../../src/dev/demo/story.js';
import type { Row } from '../../../src/dev/demo/story.js';
import { formatSeconds } from '../../../src/dev/demo/table.js';
import { createPaint } from '../../../src/dev/screen/paint.js';

const plain = createPaint({ isTTY: false }, {});
const row: Row = {
  story: 'Approved by callback',
  transactionId: 'tx_0123456789abcdefghi',
  status: 'approved',
  moneyMoved: 'yes',
  evidence: 'status query, after callback',
  tookMs: 1_234,
  checks: [checkEqual('one command', 1, 1)],
};
const refused: Row = {
  ...row,
  story: 'Terminal busy',
  transactionId: undefined,
  status: '409 terminal-busy',
};
const findings = {
  rows: [row, refused],
  ledger: { requests: [{ executed: true }, {}], callbacks: [], alarms: [] },
  reconciled: [
    {
      terminalId: 'cl-till-1',
      id: 'rc_0123456789abcdefghi',
      status: 'equal',
      equal: 2,
      differing: 0,
      reason: null,
    },
  ],
  uiUrl: 'http://127.0.0.1:8233',
  namespace: 'default',
};

describe('report', () => {
  it('all as told: a table within 120 columns, and a link to the run of each transaction', () => {
    const lines = renderReport(findings, plain).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines[2]).toMatch(/^1 +Approved by callback +tx_0123456789abcdefghi +approved +yes .* 1\.2 s$/);
    const links = lines.filter((line) => line.includes('/workflows/'));
    expect(links).toEqual([
      '  1  http://127.0.0.1:8233/namespaces/default/workflows/transaction%2Ftx_0123456789abcdefghi',
    ]);
    expect(isGood(findings)).toBe(true);
  });

  it('a check failed, or the simulator rang its alarm: the demo is not good', () => {
    const bad = { ...row, checks: [checkEqual('one command', 2, 1)] };
    expect(isGood({ ...findings, rows: [bad] })).toBe(false);
    const alarmed = { ...findings, ledger: { ...findings.ledger, alarms: [{ text: 'two at once' }] } };
    expect(isGood(alarmed)).toBe(false);
    expect(renderReport(alarmed, plain)).toContain('two at once');
    expect(renderReport(alarmed, plain)).not.toContain('ledger agrees');
  });

  it('a terminal’s own numbers differ, or could not be had: the demo is not good', () => {
    const [equal] = findings.reconciled;
    for (const status of ['different', 'incomplete']) {
      const reconciled = equal ? [{ ...equal, status }] : [];
      expect(isGood({ ...findings, reconciled })).toBe(false);
    }
    expect(renderReport(findings, plain)).toMatch(/cl-till-1 +equal +2 +0 +rc_0123456789abcdefghi/);
  });

  it('Getnet got a command more than there were payments: the demo is not good', () => {
    const requests = [{ executed: true }, { executed: false }];
    expect(isGood({ ...findings, ledger: { ...findings.ledger, requests } })).toBe(false);
  });

  it('the server is somebody else’s: the runs are named instead of linked', () => {
    expect(renderReport({ ...findings, uiUrl: undefined }, plain)).toContain(
      '  1  transaction/tx_0123456789abcdefghi',
    );
  });
});

describe('paintFor', () => {
  it.each([
    { where: 'a terminal', isTTY: true, env: {}, isColoured: true },
    { where: 'a file', isTTY: false, env: {}, isColoured: false },
    { where: 'a terminal with NO_COLOR', isTTY: true, env: { NO_COLOR: '1' }, isColoured: false },
    { where: 'a file with FORCE_COLOR', isTTY: false, env: { FORCE_COLOR: '1' }, isColoured: true },
    { where: 'a file with both', isTTY: false, env: { NO_COLOR: '1', FORCE_COLOR: '1' }, isColoured: false },
  ])('$where: coloured is $isColoured', ({ isTTY, env, isColoured }) => {
    expect(createPaint({ isTTY }, env).green('x') !== 'x').toBe(isColoured);
  });
});

it('times read as people say them', () => {
  expect([3.4, 999, 1_000, 12_345].map(formatSeconds)).toEqual(['3 ms', '999 ms', '1.0 s', '12.3 s']);
});
