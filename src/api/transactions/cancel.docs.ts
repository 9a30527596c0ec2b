import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { transactionExamples } from '../docs/examples.js';
import { Answers, Problems } from '../docs/refs.js';

const { cancelRequested, cancelled } = transactionExamples;

const CANCEL = `
Asks to cancel a transaction. **The terminal decides the outcome, not the request**: a card that was tapped in the same second is
an approval. Read the transaction until it is final, or send \`GET\` with \`Prefer: wait\`.

- **Nothing was sent yet** (it waits for its terminal, or for permission to undo): nothing is sent. The transaction ends \`not_sent\`
  with the reason \`cancelled\`, and its key starts no further attempt.
- **It was not sent, and its key could try again**: the same, at once.
- **The command may have reached the terminal**: in Argentina a sale becomes \`cancel_requested\`, and the service tells the terminal to
  stop, once. The terminal's answer proves nothing. The terminal serves the next transaction only after the outcome of this one is proven.
  Getnet has no such command for Chile or for any other operation: 409 \`not-cancellable\`.
- **An approved sale that waits for its confirmation** (\`confirmWithin\`): it is given up, and the service undoes it. If such a sale was
  cancelled before its approval, the service undoes it at once, too.
- **It has ended**, or the service itself started it to undo a sale: 409 \`not-cancellable\`.

The request is safe to repeat: a repeat is answered with the transaction as it stands. If no worker answers, the answer is
503 \`orchestrator-unavailable\`; the service may still accept the request later.`;

/** Documents `POST /v1/transactions/{id}/cancel`. */
export const CancelDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({ operationId: 'cancelTransaction', summary: 'Cancel a transaction', description: CANCEL }),
    ApiParam({ name: 'id', schema: { type: 'string', example: transactionExamples.inProgress.id } }),
    ApiBody({
      required: false,
      description: 'None, or an empty object.',
      schema: { type: 'object', additionalProperties: false },
      examples: { empty: { value: {} } },
    }),
    Answers({
      status: 202,
      description: 'The service accepted the request. The transaction as it stands.',
      schema: 'Transaction',
      examples: { cancelRequested, cancelled },
      headers: { Location: 'Where the transaction is read.' },
    }),
    ...Problems('malformed-json', 'unauthorized', 'forbidden', 'not-found', 'not-cancellable'),
    ...Problems('body-too-large', 'unsupported-media-type', 'invalid-request', 'rate-limited'),
    ...Problems('internal-error', 'merchant-misconfigured', 'orchestrator-unavailable', 'ledger-unavailable'),
  );
