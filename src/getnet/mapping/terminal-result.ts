import type { TerminalResult } from '../../domain/verdict.js';
import type { WireResult } from '../wire/terminal-result.js';
import { toAuthorizationCode, toCard, toOperationId, maskOrNull } from './voucher.js';
import { toReport } from './report.js';
import type { ReportTerms } from './report.js';
import { maskScalar } from './safe-text.js';

/**
 * What may be kept of a terminal's answer: no BIN, no expiry, no `transToken`, card numbers in texts masked.
 * @param responseCode the terminal's code, which the caller has found to be a number, or that a report came without
 * @param report only of a command that moves no money
 */
export function toTerminalResult(
  result: WireResult,
  responseCode: number | null,
  report?: ReportTerms,
): TerminalResult {
  return {
    responseCode,
    responseMessage: maskOrNull(result.terminalMessage),
    authorizationCode: toAuthorizationCode(result),
    operationId: toOperationId(result),
    card: toCard(result),
    receipt: toReceipt(result),
    ...(report && { report: toReport(result, report) }),
  };
}

function toReceipt({ receipt }: WireResult): TerminalResult['receipt'] {
  const fields = Object.entries(receipt).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name, maskScalar(value)] as const];
  });
  return Object.fromEntries(fields);
}
