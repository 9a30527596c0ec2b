import { createHmac } from 'node:crypto';

/** What is signed, as Standard Webhooks has it. */
export interface Signable {
  readonly id: string;
  /** Epoch seconds. */
  readonly timestampS: number;
  readonly body: string;
}

/** One signature for each key, so that a receiver may hold any of them. */
export function signWebhook({ id, timestampS, body }: Signable, keys: readonly Buffer[]): string {
  const signed = `${id}.${timestampS}.${body}`;
  return keys
    .map((key) => `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`)
    .join(' ');
}
