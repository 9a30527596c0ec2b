/**
 * What a CDN means by an HTTP status of its own; Getnet's cloud stands behind Cloudflare (contract §1.2). The sentences are
 * Cloudflare's, by https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/.
 */
const CDN_ERRORS: Readonly<Record<number, string>> = {
  502: 'a gateway got no usable answer from Getnet',
  503: 'a gateway or Getnet is overloaded or being repaired',
  504: 'a gateway got no answer from Getnet in time',
  520: 'the CDN got an empty or unreadable answer from Getnet',
  521: 'the CDN could not reach Getnet (connection refused)',
  522: 'the CDN could not reach Getnet (connection timed out)',
  523: 'the CDN could not reach Getnet (no route to it)',
  524: 'the CDN reached Getnet and got no answer in time',
  525: 'the CDN could not reach Getnet (TLS handshake failed)',
  526: 'the CDN could not reach Getnet (its certificate is not valid)',
  527: 'the CDN lost the connection to Getnet',
  530: 'the CDN could not find or reach Getnet',
};

const ORIGIN_UNREACHABLE: readonly number[] = [521, 522, 523, 525, 526];

/** Whether a CDN says by this status that it never reached its origin. It may be wrong: a setting decides what that proves. */
export function isOriginUnreachable(httpStatus: number): boolean {
  return ORIGIN_UNREACHABLE.includes(httpStatus);
}

/** Says, for a person, why a reply without a readable body proves nothing. */
export function describeHttpStatus(httpStatus: number): string {
  const meaning = CDN_ERRORS[httpStatus] ?? 'no readable body';
  return `HTTP ${httpStatus}: ${meaning}`;
}
