import { findProvenOutcome } from '../../../src/domain/proof.js';
import { judgeReply } from '../../../src/getnet/mapping/dispatch-outcome.js';
import { judgeAnswer } from '../../../src/getnet/mapping/verdict.js';
import type { AskedCommand } from '../../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../../src/getnet/wire/answer.js';
import { command, facts, question } from './any-answer.js';

/** The names of our command, as an answer carries them. */
export const ours = { idPosTxs: 900001, customId: facts.customId };
export const approval = { functionCode: 100, responseCode: 0, amount: 5990, authorizationCode: '012345' };
export const buildAnswer = (data: object) => readAnswer(200, JSON.stringify({ code: 1, data }));
export const judgeData = (data: object, over: Partial<AskedCommand> = {}) =>
  judgeAnswer(buildAnswer(data), { ...question, ...over });
export const judgeReplyData = (data: object) => judgeReply(buildAnswer(data), command);
/** What a status query's answer settles while the terminal may still work. */
export const findSettled = (data: object, over: Partial<AskedCommand> = {}) =>
  findProvenOutcome(judgeData(data, over), { isLifecycleOver: false });
export const clp = (value: number) => ({ value, currency: 'CLP' as const });
