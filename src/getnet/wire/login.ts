import { z } from 'zod';
import { ignoreCase, parseJsonObject, unwrap, wireInt, wireNumber, wireText } from './fields.js';

/** A token travels in a header, so nothing but visible ASCII is taken for one. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

const wrapper = ignoreCase({ code: wireInt, message: wireText, data: z.unknown() });
const session = ignoreCase({ token: wireText, expires_in: wireNumber });

/** The reply to `POST auth` (contract §2), as far as it can be read. */
export interface WireLogin {
  /** 1 logged in, 0 refused or failed; undefined where the body is no wrapper. */
  readonly code?: number;
  readonly message: string;
  readonly token?: string;
  /** Seconds. */
  readonly expiresInSeconds?: number;
}

/** Reads any text at all; never throws. */
export function readLogin(body: string): WireLogin {
  const { code, message, data } = wrapper.parse(parseJsonObject(body));
  const { token, expires_in: expiresInSeconds } = session.parse(unwrap(data));
  return {
    ...(Number.isInteger(code) && { code }),
    message: message ?? '',
    ...(token !== undefined && TOKEN.test(token) && { token }),
    ...(expiresInSeconds !== undefined && expiresInSeconds > 0 && { expiresInSeconds }),
  };
}

/** The form of `POST auth`, field names as documented (contract §2). */
export function buildLoginForm({
  clientId,
  clientSecret,
}: {
  readonly clientId: string;
  readonly clientSecret: string;
}) {
  return new URLSearchParams({ clientId, clientSecret }).toString();
}
