/** Far more than any documented message; the patterns that read it are not for books. */
const MAX_MESSAGE_LENGTH = 500;

/** What stands for a letter that was lost on the way: an accented vowel, or ñ. */
const LOST_LETTER = '\uFFFD';
const LETTERS_THAT_GET_LOST = ['A', 'E', 'I', 'O', 'U', 'N'] as const;

/** Ends a clause; kept, because a "no" belongs to its own clause only. */
const CLAUSE_END = /[:;,.()[\]{}¡!¿?|"'/\\-]+/g;

/**
 * A message of Getnet's as every way it can be read: upper case, no accents, words separated by one blank, clauses by ` | `.
 * There is more than one way where letters were damaged by a wrong character set; a doubt found in any of them counts.
 *
 * @returns undefined for a text that is too long to be a message.
 */
export function toReadings(message: string): readonly string[] | undefined {
  if (message.length > MAX_MESSAGE_LENGTH) return undefined;
  const texts = [...new Set([message, repairEncoding(message)])];
  return texts.flatMap((text) => restoreLetters(normalize(text)));
}

/** The clauses of a reading as one run of words. */
export function joinClauses(reading: string): string {
  return reading
    .replace(/ ?\| ?/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

function normalize(message: string): string {
  return message
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\u00ad]/gu, '')
    .toUpperCase()
    .replace(CLAUSE_END, ' | ')
    .replace(/[^A-Z0-9|\uFFFD]+/g, ' ')
    .trim();
}

/** UTF-8 that somebody read as Latin-1: `Ã³` is `ó`. */
function repairEncoding(message: string): string {
  if (!/[\u00c2\u00c3]/.test(message) || /[^\u0000-\u00ff]/.test(message)) return message;
  const text = Buffer.from(message, 'latin1').toString('utf8');
  return text.includes(LOST_LETTER) ? message : text;
}

function restoreLetters(reading: string): readonly string[] {
  if (!reading.includes(LOST_LETTER)) return [reading];
  return LETTERS_THAT_GET_LOST.map((letter) => reading.replaceAll(LOST_LETTER, letter));
}
