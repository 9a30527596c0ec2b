import type { CustomId, IdPosTxs } from '../../../src/domain/ids.js';
import type { Report, TerminalResult } from '../../../src/domain/verdict.js';
import { judgeReply } from '../../../src/getnet/mapping/dispatch-outcome.js';
import type { ReportTerms } from '../../../src/getnet/mapping/report.js';
import { judgeAnswer } from '../../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../../src/getnet/wire/answer.js';
import { readFacts, fixture, fixtureRows } from './fixtures.js';

export const terms: ReportTerms = { currency: 'ARS', minorPerWireUnit: 100, answersWithVoucher: false };
export const facts = { customId: 'tx_0123456789abcdefghi' as CustomId, functionCode: 105, cardSale: false };
/** Getnet's number of the command in question. */
export const id = '900002' as IdPosTxs;

export function asked(data: unknown, report: ReportTerms = terms) {
  const answer = readAnswer(200, JSON.stringify({ code: 1, data }));
  return judgeAnswer(answer, { ...facts, report, idPosTxs: id, idFromCallback: false });
}

export function sentAndAnswered(data: unknown, code: unknown = 1) {
  const answer = readAnswer(200, JSON.stringify({ code, data }));
  return judgeReply(answer, { ...facts, report: terms, offlineMeans: 'not_sent' });
}

export function mapResult(data: unknown, report: ReportTerms = terms): TerminalResult {
  const verdict = asked(data, report);
  if (verdict.kind !== 'approved') throw new Error(verdict.kind);
  return verdict.result;
}

export function reportIn(response: object, report: ReportTerms = terms): Report | undefined {
  return mapResult({ response: { responseCode: 0, ...response } }, report).report;
}

export function documented(file: string): TerminalResult {
  const row = fixtureRows.find((each) => each.file === `replies/${file}`);
  const question = { ...readFacts(row?.replyTo ?? ''), idFromCallback: false };
  const idPosTxs = fixtureRows.find((each) => each.file === row?.replyTo)?.idPosTxs;
  const answer = readAnswer(200, fixture(`replies/${file}`));
  const verdict = judgeAnswer(answer, { ...question, idPosTxs: String(idPosTxs) as IdPosTxs });
  if (verdict.kind !== 'approved') throw new Error(verdict.kind);
  return verdict.result;
}
