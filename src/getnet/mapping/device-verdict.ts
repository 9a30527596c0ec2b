import type { Verdict } from '../../domain/verdict.js';
import type { WireAnswer, WireWrapper } from '../wire/answer.js';
import { judgeAnswer } from './verdict.js';
import type { AskedCommand } from './verdict.js';

/**
 * What a terminal's own answer proves about our command (contract §5.2). Total. The answer may be about the query instead:
 * a result counts only where it names our `idPosTxs` and, unless it bears the function code of our command, our amount too
 * (§12 Q18). Busy, offline and every other refusal of the query say nothing about the command: `silent`.
 *
 * @param queryCode the function code the terminal was asked with
 */
export function judgeDeviceAnswer(answer: WireAnswer, question: AskedCommand, queryCode: number): Verdict {
  const { wrapper } = answer;
  if (wrapper?.code !== 1 && wrapper?.code !== 2) return judgeAnswer(answer, question);
  if (wrapper.idPosTxs.length === 0) return buildSilent('the terminal names no idPosTxs');
  const { result } = wrapper;
  if (!result?.hasContent)
    return wrapper.code === 2 ? judgeRunning(wrapper, question) : buildSilent(ABOUT_THE_QUERY);
  const { functionCode = queryCode } = result;
  if (functionCode === question.functionCode) return judgeAnswer(answer, question);
  if (functionCode !== queryCode) return judgeThirdCode(answer, question);
  // Our amount is what makes it our command's and not the query's own: a decline of the query would pass for ours.
  const ours = result.amount !== undefined && result.amount === question.amount;
  return ours ? judgeAnswer(answer, { ...question, functionCode }) : buildSilent(ABOUT_THE_QUERY);
}

const ABOUT_THE_QUERY = 'what the terminal says may be about the query itself';

/** Neither our command's nor the query's: a decline is none of ours either. */
function judgeThirdCode(answer: WireAnswer, question: AskedCommand): Verdict {
  const verdict = judgeAnswer(answer, question);
  return verdict.kind === 'contradiction' ? verdict : { kind: 'contradiction', fields: ['functionCode'] };
}

function judgeRunning({ idPosTxs }: WireWrapper, question: AskedCommand): Verdict {
  const ours = idPosTxs.every((id) => id === question.idPosTxs);
  return ours ? { kind: 'pending', idPosTxs: question.idPosTxs } : buildSilent(ABOUT_THE_QUERY);
}

function buildSilent(cause: string): Verdict {
  return { kind: 'silent', cause };
}
