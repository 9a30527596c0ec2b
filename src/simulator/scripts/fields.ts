import { encodingSteps } from '../http/body-encoding.js';
import * as check from './checks.js';
import {
  actions,
  alteredReplies,
  commandPaths,
  idPlaces,
  lossMoments,
  plainReplies,
  stepMoments,
} from './script.js';

const { record, list, oneOf, textOr } = check;

/** The outside of an answer or a callback. */
export const encodingFields = { dress: list(oneOf(...encodingSteps)), contentType: check.text };

const ownReplyFields = {
  reply: oneOf(...plainReplies),
  text: check.text,
  status: check.httpStatus,
  ...encodingFields,
  body: check.anything,
};
const plainReply = textOr(oneOf(...plainReplies), record(ownReplyFields));

const times = check.createCheck(
  'a whole number from 1, or always',
  (value) => value === 'always' || (Number.isInteger(value) && Number(value) >= 1),
);
/** How a result may be bent; also the body's `lie` when a callback is sent by hand. */
export const alteration = record({
  outcome: oneOf('approved', 'declined'),
  responseCode: check.codeOrNull,
  responseMessage: check.text,
  authorizationCode: check.codeOrNull,
  operationId: check.codeOrNull,
  amount: check.countOrNull,
  customId: check.textOrNull,
  idPosTxs: check.codeOrNull,
  functionCode: check.countOrNull,
  without: list(check.text),
});

const plannedReplies = list(
  record({
    ...ownReplyFields,
    reply: oneOf(...plainReplies, ...alteredReplies),
    times,
    for: check.duration,
    after: oneOf(...stepMoments),
    lie: alteration,
  }),
);

const card = record({
  bin: check.text,
  expiryDate: check.text,
  last4Digits: check.text,
  cardBrand: check.text,
  cardType: check.text,
});

const customer = record({
  action: oneOf(...actions),
  after: check.duration,
  card,
  amount: check.count,
  tip: check.count,
  undoes: check.text,
  says: alteration,
});

const answer = record({
  ...encodingFields,
  lost: oneOf(...lossMoments),
  delay: check.duration,
  hang: oneOf('executed', 'not_executed'),
  replaced: record({ ...ownReplyFields, executed: check.flag }, ['executed']),
  id: oneOf(...idPlaces),
  idOnly: check.flag,
  timeoutText: oneOf('plain', 'with_id'),
  callbackFirst: check.flag,
  held: check.flag,
  lie: alteration,
});

/** What is sent, and where, and how often; also by hand. */
export const callbackFields = {
  ...encodingFields,
  times: check.count,
  delay: check.duration,
  retries: check.count,
  retryAfter: check.duration,
  body: check.anything,
  lie: alteration,
  url: check.webAddress,
  suffix: check.text,
};

const progress = record(
  { times: check.count, every: check.duration, different: check.flag, body: check.anything },
  ['times'],
);

const callback = record({
  ...callbackFields,
  lost: check.flag,
  held: check.flag,
  progress,
});

/** What may be changed of an operation that was started already. */
export const operationChangeFields = {
  status: plannedReplies,
  deviceStatus: plannedReplies,
  action: oneOf(...actions.filter((action) => action !== 'freeze')),
};

/** The whole script of a command or login. */
export const script = record({
  customer,
  answer,
  refusal: textOr(oneOf(...plainReplies, 'token_expired'), record(ownReplyFields)),
  ignoreBusy: check.flag,
  idPosTxs: check.digits,
  saleDetails: check.count,
  callback,
  status: plannedReplies,
  deviceStatus: plannedReplies,
  auth: plainReply,
});

/** How the whole cloud, or parts of it, answers while it is out of order. */
export function createOutageCheck(parts: readonly string[]): check.Check {
  return record({ ...ownReplyFields, parts: list(oneOf(...parts)) });
}

const command = check.createCheck(`one of ${commandPaths.join(', ')}`, (value) =>
  commandPaths.some((path) => path === String(value).toLowerCase()),
);

/** Whom a script is for. */
export const match = record({
  command,
  serialNumber: check.text,
  customId: check.text,
  amount: check.count,
  clientId: check.text,
});
