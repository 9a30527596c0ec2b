import type { Mutant } from '../mutant.js';

/** What no log, history or answer may hold. */
export const secrets: readonly Mutant[] = [
  {
    name: 'card-number-kept',
    breaks: ['I9'],
    why: 'A text of Getnet’s is kept with the card number in it: the pattern waits for 17 digits.',
    file: 'src/getnet/mapping/safe-text.ts',
    find: 'const CARD_NUMBER = /\\d(?:[ .\\u00a0-]?\\d){12,}/g;',
    replace: 'const CARD_NUMBER = /\\d(?:[ .\\u00a0-]?\\d){16,}/g;',
    caughtBy: { spec: 'test/getnet/mapping.spec.ts', test: 'card 4111111111111111 refused' },
  },
  {
    name: 'callback-address-logged',
    breaks: ['I9'],
    why: 'The redaction of callback addresses is left out: their token is in every log line about a callback.',
    file: 'src/config/redaction/redact-text.ts',
    find: '    .replace(CALLBACK_ADDRESS, `$1${REDACTED}`)\n    .replace(CALLBACK_TOKEN, REDACTED)\n',
    replace: '',
    caughtBy: { spec: 'test/config/redaction.spec.ts', test: 'a callback address' },
  },
  {
    name: 'field-name-redacted-in-lower-case-alone',
    breaks: ['I9'],
    why: 'A field called `expiryDate` is shown, because names are compared as they are written.',
    file: 'src/config/redaction/redaction.ts',
    find: "const plain = name.toLowerCase().replace(/[_-]/g, '');",
    replace: "const plain = name.replace(/[_-]/g, '');",
    caughtBy: { spec: 'test/config/redaction-values.spec.ts', test: 'expiryDate' },
  },
];
