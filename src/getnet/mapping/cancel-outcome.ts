import type { CancelOutcome } from '../../domain/cancel.js';
import type { WireAnswer } from '../wire/answer.js';
import { describeHttpStatus } from './cdn-error.js';
import { maskText } from './safe-text.js';
import { isRefusal } from './server-error.js';

/** What the reply to a cancel request says about the request (contract §4.6). Total; about the payment it says nothing. */
export function judgeCancelReply(answer: WireAnswer): CancelOutcome {
  const { httpStatus, wrapper } = answer;
  if (isRefusal(answer)) return buildDeclined(wrapper?.message, describeHttpStatus(httpStatus));
  if (wrapper?.code === undefined) return buildUnknown(describeHttpStatus(httpStatus));
  if (wrapper.code === 0) return buildUnknown(maskText(`error: ${wrapper.message}`));
  if (httpStatus !== 200) return buildUnknown(`HTTP ${httpStatus}`);
  if (wrapper.code !== 1 && wrapper.code !== 2) return buildUnknown(`code ${wrapper.code}`);
  const { terminalCode, terminalMessage = '' } = wrapper.result ?? {};
  if (Number.isNaN(terminalCode)) return buildUnknown('terminal result without a code');
  return terminalCode === undefined || terminalCode === 0
    ? { kind: 'taken' }
    : buildDeclined(`code ${terminalCode} ${terminalMessage}`.trim());
}

function buildDeclined(message = '', otherwise = ''): CancelOutcome {
  return { kind: 'declined', cause: maskText(message === '' ? otherwise : message) };
}

function buildUnknown(cause: string): CancelOutcome {
  return { kind: 'unknown', cause };
}
