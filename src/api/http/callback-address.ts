const CALLBACK = /^(\/webhooks\/getnet\/[^/?]+)\/+(?=\?|$)/;

/** @returns the address of a request, for a callback without the slashes behind its token, which some senders add. */
export function routedAddress(address: string): string {
  return address.replace(CALLBACK, '$1');
}
