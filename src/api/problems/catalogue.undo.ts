import type { ProblemEntries } from './problem-entry.js';

/** Why a sale is not undone, or a batch not closed. */
export const undoProblems = {
  'unknown-original': {
    status: 422,
    money: 'no',
    retry: 'same_key',
    title: 'The original transaction is not known',
    meaning:
      'The merchant has no transaction with the id in `originalTransactionId`, or it is older than the retention of this service. ' +
      'Nothing was sent, and the key stays unused.',
    next: 'Check the id. For a sale made elsewhere, pass Getnet’s numbers in `options`.',
  },
  'not-settled': {
    status: 409,
    money: 'no',
    retry: 'same_key',
    title: 'Another transaction has no proven outcome yet',
    meaning:
      'The sale to undo, a late callback about it, another undo of it, or a payment on the terminal whose batch is to be closed has no proven ' +
      'outcome. Nothing was sent for this request.',
    next: 'Wait until that transaction is final. Then repeat with the same key.',
    nextOnceAccepted:
      'Wait until what `detail` names is final (GET it with Prefer: wait). Then repeat with the same key.',
  },
  'not-reversible': {
    status: 409,
    money: 'no',
    retry: 'never',
    title: 'The transaction cannot be reversed',
    meaning:
      'The service reverses only approved sales for which Getnet gave a number. A sale can no longer be voided after a partial return, ' +
      'after its batch was closed, or after its terminal gave its number to another sale. Nothing was sent.',
    next: 'Do not repeat it as it is. Read the sale and return what is left of it. If no return is possible from here, undo it at the terminal.',
    nextOnceAccepted: 'Do not repeat it as it is. GET the sale to see what was undone of it.',
  },
  'duplicate-undo': {
    status: 409,
    money: 'no',
    retry: 'never',
    title: 'The same return was made before',
    meaning:
      'A return by Getnet’s numbers repeats one with the same numbers and the same amount, which went through less than a day ago. ' +
      'Nothing was sent.',
    next:
      'Do not repeat it: most often it is the same return with a new key. If the customer is to get that much once more, send ' +
      '`"evenIfRepeated": true`.',
    nextOnceAccepted:
      'Do not repeat it, unless the customer is to get that much once more: then send "evenIfRepeated": true with a new key.',
  },
  'already-reversed': {
    status: 409,
    money: 'no',
    retry: 'never',
    title: 'The sale has been reversed already',
    meaning: 'An earlier void or return gave all of the sale back. Nothing was sent.',
    next: 'Do not repeat it. Read the sale to see what was undone of it.',
    nextOnceAccepted:
      'Do not repeat: there is nothing left to give back. GET the sale to see what was undone of it.',
  },
  'wrong-terminal': {
    status: 422,
    money: 'no',
    retry: 'same_key',
    title: 'The sale was made on another terminal',
    meaning: 'A void goes to the terminal that took the sale. Nothing was sent.',
    next: 'Name that terminal, or return the sale: any terminal of the merchant takes a return.',
    nextOnceAccepted: 'Ask for it on that terminal, with a new key: this one belongs to this terminal.',
  },
  'amount-exceeds-original': {
    status: 422,
    money: 'no',
    retry: 'same_key',
    title: 'The amount is more than what is left of the sale',
    meaning: 'The returns of a sale never exceed the sale; `detail` says how much is left. Nothing was sent.',
    next: 'Ask for that much at most, or leave out the amount to return all that is left.',
    nextOnceAccepted: 'Ask for that much at most, with a new key: this one belongs to this amount.',
  },
  'not-confirmable': {
    status: 409,
    money: 'unknown',
    retry: 'never',
    title: 'There is nothing to confirm',
    meaning:
      'The sale was not started with `confirmWithin`, it is not approved, or the time to confirm it is over and it is being undone.',
    next: 'Read the transaction. If the sale is not approved yet, `retry` is `same_key`: confirm it after its approval.',
  },
} as const satisfies ProblemEntries;
