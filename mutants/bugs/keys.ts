import type { Mutant } from '../mutant.js';

/** Idempotency keys, and what merchants share. */
export const keys: readonly Mutant[] = [
  {
    name: 'key-without-merchant',
    breaks: ['I15', 'I2'],
    why: 'Two merchants use the same key, and one is answered with the other’s payment.',
    file: 'src/api/transactions/idempotency-key.ts',
    find: 'deriveLetters([merchant, key])',
    replace: 'deriveLetters([key])',
    caughtBy: {
      spec: 'test/api/request-parts.spec.ts',
      test: 'differs as soon as merchant or key does, wherever one ends and the other begins',
    },
  },
  {
    name: 'body-compared-as-text',
    breaks: ['I8'],
    why: 'A client that writes its fields in another order is told that its key belongs to another body.',
    file: 'src/api/transactions/idempotency-key.ts',
    find: 'return JSON.stringify(value, (_name, part: unknown) => (isRecord(part) ? sortFields(part) : part));',
    replace: 'return JSON.stringify(value);',
    caughtBy: {
      spec: 'test/api/request-parts.spec.ts',
      test: 'spacing and order of fields do not matter, at any depth',
    },
  },
  {
    name: 'quoted-key-is-another-key',
    breaks: ['I8', 'I2'],
    why: 'The escapes of a quoted key are kept: a client changes its HTTP library, and pays a second time.',
    file: 'src/api/transactions/idempotency-key.ts',
    find: "return quoted?.replace(/\\\\([\"\\\\])/g, '$1') ?? header;",
    replace: 'return quoted ?? header;',
    caughtBy: {
      spec: 'test/api/request-parts.spec.ts',
      test: 'a key in quotes, whatever its characters: it is the bare key, and so is the key quoted once more refused',
    },
  },
  {
    name: 'key-used-again-inherits-undos',
    breaks: ['I10', 'I5'],
    why: 'A key is used again after its time, and what was undone of its first sale counts for the new one: a charge reads as given back.',
    file: 'src/domain/key-use.ts',
    find: '/${request.slice(0, LETTERS_OF_REQUEST)}',
    replace: '${request.slice(LETTERS_OF_REQUEST, 0)}',
    caughtBy: {
      spec: 'test/domain/key-use.spec.ts',
      test: 'every attempt of it has the same name, another use has another one',
    },
  },
  {
    name: 'return-of-a-reused-key-not-counted',
    breaks: ['I10'],
    why: 'The key of a return is used again after its time: Temporal answers with the permission of before, and money goes back uncounted.',
    file: 'src/activities/undos.ts',
    find: 'updateId: buildRequestId(claim),',
    replace: 'updateId: claim.customId,',
    caughtBy: {
      spec: 'test/api/reused-keys.spec.ts',
      test: 'the key of a return is used again while its sale is remembered: nothing is given back a second time',
    },
  },
  {
    name: 'one-rate-for-all-merchants',
    breaks: ['I15'],
    why: 'One merchant’s loop that runs wild uses up everybody’s starts.',
    file: 'src/api/auth/token-buckets.ts',
    find: '    const bucket = this.buckets.get(owner);\n',
    replace: '    const bucket = this.buckets.get(owner) ?? [...this.buckets.values()][0];\n',
    caughtBy: {
      spec: 'test/api/rate-limit.spec.ts',
      test: 'one owner has used up its tokens: those of another are untouched',
    },
  },
];
