/** Thirteen or more digits, however grouped: what a card number may look like. */
const CARD_NUMBER = /\d(?:[ .\u00a0-]?\d){12,}/g;
/** The first digits of a card before its stars. */
const MASKED_CARD = /\d(?:[ .\u00a0-]?\d){3,11}(?=[ .\u00a0-]?[*xX•#]{2,})/g;
/** Callback addresses and anything else that could be followed. */
const ADDRESS = /\bhttps?:\/\/\S+/gi;
/** Tokens and secrets are long words; sentences have none. */
const LONG_WORD = /[\w.+/=-]{32,}/g;

/**
 * A text of Getnet's that may be stored and shown: no card number, no address, no token, at most `limit` characters.
 * Total: any text at all.
 */
export function maskText(text: string, limit = 200): string {
  const masked = truncate(text, 8 * limit)
    .replace(ADDRESS, '(address)')
    .replace(CARD_NUMBER, (digits) => `****${digits.slice(-4)}`)
    .replace(MASKED_CARD, '****')
    .replace(LONG_WORD, '(long word)');
  return masked.length > limit ? `${masked.slice(0, limit - 1)}…` : masked;
}

/** A cut in the middle of a card number would leave digits that no longer look like one. */
function truncate(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\d .\u00a0-]+$/, '');
}

/** The beginning of a body that could not be read, for the log: a cut-off answer may hold any card detail. */
export function redactExcerpt(body: string): string {
  return maskText(
    body
      .slice(0, 1_000)
      .replace(/\d{4,}/g, '####')
      .replace(/\s+/g, ' '),
  );
}

/** The number of a card's application: as long as a card number, and none. */
const APPLICATION_ID = /^A0000[0-9A-F]{5,11}$/i;

/** A single value of Getnet's that may be stored and shown; see {@link maskText}. */
export function maskScalar(value: string | number | boolean | null): string | number | boolean | null {
  if (APPLICATION_ID.test(String(value))) return value;
  const text = maskText(String(value));
  return text === String(value) ? value : text;
}
