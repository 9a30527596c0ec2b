/** What each problem means and what to do next: the text of its page. */
export const meanings = {
  'malformed-json':
    'The body could not be read as one JSON value in UTF-8. Nothing was started and the key stays unused. Correct the body and send it again with the same key.',
  'idempotency-key-missing':
    'Every POST to /v1/transactions carries an Idempotency-Key, so that it is safe to repeat. Nothing was started. Make one key per payment, store it before sending, and repeat with the same one whenever an answer is lost.',
  'idempotency-key-invalid':
    'An Idempotency-Key has 1 to 255 visible ASCII characters and no spaces, and is sent once, bare or in one pair of quotes: `"k-1"` and `k-1` are one key. A quote at one end only, and parameters behind the quotes, could be read in two ways and are refused. Nothing was started. A UUID does well.',
  unauthorized:
    'The Authorization header carries no API key of ours, or the signature of a callback is missing or wrong. Nothing was started. Send the header "Authorization: Bearer" followed by an API key.',
  forbidden:
    'The API key is known but its roles do not cover this. Nothing was started. Starting transactions takes the role "payments".',
  'not-found':
    'The address names nothing that this API key may see: it may be misspelt, belong to another merchant, or be older than the retention of this service.',
  cancelled:
    'The transaction was cancelled before it was sent, so no money moved. Its key starts no further attempt: use a new key for a new payment.',
  'terminal-busy':
    'Another operation has the terminal. Nothing was sent. Repeat with the same key after Retry-After; "busyUntil" is when the terminal is free at the latest.',
  'not-cancellable':
    'The country has no command that stops a sale at the terminal, or the end is known already. Wait for the outcome; an approved sale can be voided or returned.',
  'not-confirmable':
    'The sale was not started with "confirmWithin", or the time to confirm it is over. Read its present state.',
  'already-reversed':
    'An earlier void or return has already given all of the sale back. Nothing was sent. Do not repeat; reading the sale shows what was undone of it.',
  'not-reversible':
    'Only an approved sale can be reversed, by the numbers Getnet gave it; after a partial return, after its batch was closed, or after its terminal gave its number to another sale, it can no longer be voided. Nothing was sent. Read the sale: what is left of it can be returned.',
  'duplicate-undo':
    'A return of a sale that was made elsewhere, with the same numbers and the same amount, went through less than a day ago. Nothing was sent. Most often it is the same return with a new key: do not repeat it. If the customer is to get that much once more, send "evenIfRepeated": true.',
  'not-settled':
    'The original, an earlier undo of it, or a payment on the terminal whose batch is to be closed has no proven outcome yet. Nothing was sent for this request. Wait until it is final, then repeat with the same key.',
  'terminal-in-use':
    'The holder of the terminal may still be live on the device, so it is not released. Wait until "busyUntil" and try again.',
  'evidence-contradicts':
    'Getnet’s own answer contradicts the verdict. Nothing was settled. Read the evidence of the transaction before deciding again.',
  'not-in-attention': 'Only a transaction with the status "needs_attention" can be settled by a person.',
  'body-too-large':
    'A request has at most 64 kB, a callback at most 1 MB. Nothing was started and the key stays unused.',
  'unsupported-media-type':
    'Bodies are JSON: send "Content-Type: application/json". Nothing was started and the key stays unused.',
  'invalid-request':
    'The list "errors" names every fault with its field. Nothing was started and the key stays unused: correct the body and send it again with the same key.',
  'idempotency-key-reused':
    'The key was used before with another body. Nothing was started for this request. Use one key per payment; to learn what became of the first request, repeat it unchanged.',
  'unknown-terminal':
    'The merchant has no terminal with this id. Nothing was started and the key stays unused. GET /v1/terminals lists the terminals.',
  'unknown-original':
    'The merchant has no transaction with the id given as "originalTransactionId", or it is older than the retention of this service. Nothing was sent and the key stays unused. A sale that was made elsewhere is undone by Getnet’s numbers, in "options".',
  'wrong-terminal':
    'A void goes to the terminal that took the sale. Nothing was sent. Name that terminal, or return the sale: any terminal of the merchant does that.',
  'unsupported-operation':
    'The country of the merchant lacks the operation; the detail names the countries that have it. Nothing was started. "capabilities" of a terminal lists what it takes.',
  'amount-exceeds-original':
    'The returns of a sale add up to the sale at most; the detail says how much is left. Nothing was sent. Ask for that much, or leave the amount out to return all that is left.',
  'rate-limited':
    'The merchant started or asked too much in a short time. Nothing was started, and nothing was looked at: for a request that reads, "moneyMoved" is "unknown". Wait for Retry-After.',
  'too-many-waits':
    'Too many requests are held by "Prefer: wait=N" already, of this API key or of all callers. Nothing was started, and nothing was looked at: for a request that reads, "moneyMoved" is "unknown". Repeat after Retry-After, or without "Prefer: wait" to be answered at once.',
  'internal-error':
    'A fault of this service, logged under the X-Request-Id of the answer. Whether something was started is not known. Repeat with the same key: it attaches to what was started, or starts it once.',
  'provider-rejected':
    'Getnet refused the command: the ids of the terminal are wrong, the credentials are not accepted, or its firewall does not let the service in. Getnet did not take the command. An operator has to correct the configuration; then the same key may try again. If Getnet calls back about it all the same, the transaction is verified and nothing more is sent until then.',
  'provider-unreachable':
    'No connection to Getnet could be made, or it asked for a pause. Nothing reached the terminal. Repeat with the same key.',
  'terminal-offline':
    'Getnet answers that it cannot reach the terminal, and gave the command no number; its documentation calls that “probably no”. Check the power and the network of the terminal, then repeat with the same key. If Getnet calls back about it all the same, the transaction is verified and nothing more is sent until then.',
  'dispatch-expired':
    'The time within which a command may be sent was over before it could be sent. Nothing was sent, and this attempt never will be. Repeat with the same key: it opens the next attempt.',
  'mode-unavailable':
    'No worker is set up for the way this terminal is driven. Nothing was sent. An operator has to correct the settings of the workers; then the same key may try again.',
  'merchant-misconfigured':
    'The entry of this merchant in the merchants file of the service has a fault, so nothing is done for it; other merchants are not concerned. This request started nothing; what earlier requests with its key did cannot be looked up now. Operators find every fault in the log of the service. Once the file is correct it takes effect without a restart: repeat with the same key.',
  'orchestrator-unavailable':
    'Temporal, which keeps every transaction, did not answer in time. Whether the request was taken is not known. Repeat with the same key after Retry-After: it attaches to what was started, or starts it once.',
} as const satisfies Readonly<Record<string, string>>;
