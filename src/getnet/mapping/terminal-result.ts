import type { TerminalResult } from '../../domain/verdict.js';
import type { WireResult } from '../wire/terminal-result.js';
import { authorizationCodeOf, cardOf, operationIdOf, shown } from './voucher.js';
import { reportOf } from './report.js';
import type { ReportTerms } from './report.js';
import { safeScalar } from './safe-scalar.js';

/**
 * What may be kept of a terminal's answer: no BIN, no expiry, no `transToken`, card numbers in texts masked.
 * @param responseCode the terminal's code, which the caller has found to be a number, or that a report came without
 * @param report only of a command that moves no money
 */
export function terminalResultOf(
  result: WireResult,
  responseCode: number | null,
  report?: ReportTerms,
): TerminalResult {
  return {
    responseCode,
    responseMessage: shown(result.terminalMessage),
    authorizationCode: authorizationCodeOf(result),
    operationId: operationIdOf(result),
    card: cardOf(result),
    receipt: receiptOf(result),
    ...(report && { report: reportOf(result, report) }),
  };
}

function receiptOf({ receipt }: WireResult): TerminalResult['receipt'] {
  const fields = Object.entries(receipt).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name, safeScalar(value)] as const];
  });
  return Object.fromEntries(fields);
}
