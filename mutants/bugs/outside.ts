import type { Mutant } from '../mutant.js';

/** What others are told besides the answer to their request: webhooks, exports, methods. */
export const outside: readonly Mutant[] = [
  {
    name: 'delivery-that-waits-for-a-call-it-missed',
    breaks: ['webhooks'],
    why: 'A delivery gets its turn before its run is open, and is opened as one that still waits: the shop never hears of it.',
    file: 'src/workflows/endpoint-work.ts',
    find: '      if (delivery) this.toOpen.set(sequence, { ...delivery, watermark });\n',
    replace: '      if (delivery) this.toOpen.set(sequence, { ...delivery });\n',
    caughtBy: {
      spec: 'test/workflows/endpoint-sequence.spec.ts',
      test: 'an event is delivered before the next of its transaction is open: that one is opened with its turn',
    },
  },
  {
    name: 'next-one-of-an-event-given-up-not-called',
    breaks: ['webhooks'],
    why: 'An event is given up without a report, and reports are all that calls the next one of its transaction.',
    file: 'src/workflows/endpoint-sequence.ts',
    find: '    if (givenUp.length > 0) this.isUnsettled = true;\n',
    replace: '',
    caughtBy: {
      spec: 'test/workflows/endpoint-sequence.spec.ts',
      test: 'the oldest of too many is given up: the next of its transaction is called with the next report',
    },
  },
  {
    name: 'sale-in-two-shifts',
    breaks: ['ledger'],
    why: 'A sale counts where it was refused, too, although it was approved after the closing: it is in the files of two shifts.',
    file: 'src/ledger/queries/shifts.ts',
    find: 'join transactions as holder on holder.id = lease.transaction_id and lease.attempt >= holder.attempt\n',
    replace: 'join transactions as holder on holder.id = lease.transaction_id\n',
    caughtBy: {
      spec: 'test/ledger/shifts.spec.ts',
      test: 'a sale was refused before a closing and approved after it: it is not in the shift before',
    },
  },
  {
    name: 'method-refused-without-those-it-has',
    breaks: ['API'],
    why: 'A 405 without `Allow` is no answer of HTTP, and a client cannot tell what it did wrong.',
    file: 'src/api/http/allowed-methods.ts',
    find: "return withHeaders(problem('method-not-allowed', detail), { allow });",
    replace: "return withHeaders(problem('method-not-allowed', detail), {});",
    caughtBy: {
      spec: 'test/api/methods.spec.ts',
      test: 'every address of the document, every method that it lacks: 405, and Allow names those that it has',
    },
  },
];
