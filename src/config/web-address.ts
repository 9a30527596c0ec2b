/** @returns the address, or undefined unless it is http or https and carries no user name or password. */
export function parseUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url : undefined;
}

/** @returns whether the address is encrypted and not this very machine: what production demands of a provider. */
export function isRemoteAndEncrypted(text: string): boolean {
  const url = parseUrl(text);
  return url?.protocol === 'https:' && !isThisMachine(url.hostname);
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.');
}
