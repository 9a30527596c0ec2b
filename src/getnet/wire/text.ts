const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Of Latin-1, as every browser reads it; takes any byte at all. */
const latin1 = new TextDecoder('windows-1252');
const utf16le = new TextDecoder('utf-16le');
const utf16be = new TextDecoder('utf-16be');

/**
 * The text in an answer's or callback's bytes, whatever their headers say: by its byte order mark, else by where zero bytes
 * stand, else UTF-8, else Latin-1. Total.
 */
export function decodeText(bytes: Uint8Array): string {
  return (decodeUtf16(bytes) ?? decodeEightBit(bytes)).replace(/^\uFEFF+/, '');
}

function decodeEightBit(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
}

/** JSON begins with two characters of ASCII: their zero bytes tell the order. */
function decodeUtf16(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && fourth === 0 && third !== 0))
    return utf16le.decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && third === 0 && fourth !== 0))
    return utf16be.decode(bytes);
  return undefined;
}
