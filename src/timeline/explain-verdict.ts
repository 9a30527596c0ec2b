import { formatAmount } from '../domain/money.js';
import { describeVerdict } from '../domain/proof.js';
import type { TerminalResult, Verdict } from '../domain/verdict.js';
import { joinParts } from './entry.js';

/** What an answer of Getnet says about a command, in words. */
export function describeAnswer(verdict: Verdict): string {
  return verdict.kind === 'pending' ? 'it is still in process' : describeVerdict(verdict);
}

/** What an answer names besides its verdict: the numbers a person compares with a receipt. */
export function describeNumbers(verdict: Verdict): string | undefined {
  if (!('result' in verdict)) return 'idPosTxs' in verdict ? describeNumber(verdict.idPosTxs) : undefined;
  const charged = 'amountCharged' in verdict ? verdict.amountCharged : undefined;
  return joinParts(
    describeNumber(verdict.idPosTxs),
    charged && `charged ${formatAmount(charged)}`,
    describeResult(verdict.result),
  );
}

export function describeResult(result: TerminalResult): string | undefined {
  const { responseCode, responseMessage, authorizationCode, operationId } = result;
  return joinParts(
    responseCode !== null && `code ${responseCode}`,
    responseMessage !== null && `“${responseMessage}”`,
    authorizationCode !== null && `authorisation code ${authorizationCode}`,
    operationId !== null && `voucher ${operationId}`,
  );
}

function describeNumber(idPosTxs: string | undefined): string | undefined {
  return idPosTxs === undefined ? undefined : `number ${idPosTxs}`;
}
