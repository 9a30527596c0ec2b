import { callbackTokens } from '../../../src/getnet/callback-token.js';
import type { CustomId } from '../../../src/domain/ids.js';
import { callbackKey } from './shop.js';

const secret = Buffer.from(callbackKey, 'base64');
const ours = callbackTokens([{ kid: 'k1', key: secret }]);
const theirs = callbackTokens([{ kid: 'k1', key: Buffer.alloc(32, 9) }]);
const HOUR = 3_600_000;

/** The path Getnet would call for an attempt. */
export const buildCallbackPath = (customId: string) =>
  buildPath(ours.sign(customId as CustomId, Date.now() + HOUR));

/** A path that was ours an hour ago. */
export const buildExpiredPath = (customId: string) =>
  buildPath(ours.sign(customId as CustomId, Date.now() - HOUR));

/** A path signed with somebody else's key. */
export const buildForgedPath = (customId: string) =>
  buildPath(theirs.sign(customId as CustomId, Date.now() + HOUR));

function buildPath(token: string): string {
  return `/webhooks/getnet/${token}`;
}

/** A callback as Getnet writes it (contract §6), shape A. */
export function buildCallbackBody(responseCode: number, idPosTxs = 900001): string {
  const response = {
    functionCode: 100,
    responseCode,
    responseMessage: 'x',
    authorizationCode: '012345',
    amount: 5990,
  };
  return JSON.stringify({
    code: 1,
    status: 'OK',
    message: 'TRANSACTION FINISHED',
    data: { idPosTxs, response },
  });
}
