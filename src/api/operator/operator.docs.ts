import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { PROPOSAL_VALID_MS } from '../../domain/resolution-refusals.js';
import { operatorExamples } from '../docs/operator-examples.js';
import { CURSOR } from '../docs/parameter-forms.js';
import { Answers, Problems, ref } from '../docs/refs.js';
import type { RequestName } from '../docs/refs.js';
import { terminalExamples } from '../docs/terminal-examples.js';
import { MAX_INDEXED_CASES } from '../store/case-index.service.js';
import { MAX_WAITING_RECONCILIATIONS } from '../store/reconciliation-runs.service.js';

const { attention, settled, resolution, release } = operatorExamples;

const always = ['unauthorized', 'forbidden', 'rate-limited', 'merchant-misconfigured'] as const;
const ofBodies = ['malformed-json', 'body-too-large', 'unsupported-media-type', 'invalid-request'] as const;

const Operators = () => applyDecorators(ApiTags('Operators'), ApiBearerAuth('apiKey'));

const JsonBody = (name: RequestName, value: object) =>
  ApiBody({ required: true, schema: ref(name), examples: { usual: { value } } });

const ATTENTION = `
Everything of your merchant that waits for a person, the longest waiting first. The route needs a key with the role \`operator\`. Each case says
why it waits (\`reason\`), since when, what is known (\`evidence\`) and what to do next. \`acts\` says which acts the routes would accept now, and
why they would refuse the others. The list and the routes use the same rules.

A sale of unknown outcome has \`proposals\`: lines of its terminal's own report. Such a line fits the sale by amount and time, and cannot belong
to another sale, void or return that the service sent. Start the report when the terminal is free: \`details\`, in Argentina also \`last_voucher\`, in Chile the \`duplicate\` of a
number. The \`details\` of a reconciliation count, too. A proposal proves nothing and changes nothing: a sale that was entered by hand at the terminal may fit
as well, and a voucher may not say whether it belongs to a sale, a void or a return made by hand.
Compare the line with the receipt, and name the report in the \`evidence\` of your verdict. A missing line proves nothing. \`proposalsNote\` says
why there is no proposal.

The list reads Temporal's index, which is a few seconds behind, and then reads each case from its own run. A reconciliation whose run does not
answer now is one case without its lines. The list covers at most ${MAX_WAITING_RECONCILIATIONS.toLocaleString('en')} waiting reconciliations, and the latest ${MAX_INDEXED_CASES.toLocaleString('en')} runs with late news, including decided ones. A
transaction may be missing if somebody paused its run or no worker can replay it, unless it was the last one on its terminal. GET shows it as
\`needs_attention\`. A page may hold fewer cases than \`limit\`: go on while \`nextCursor\` is not null.`;

/** Documents `GET /v1/operator/attention`. */
export const AttentionDocs = () =>
  applyDecorators(
    Operators(),
    ApiOperation({
      operationId: 'listAttention',
      summary: 'List what waits for a person',
      description: ATTENTION,
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    }),
    ApiQuery({ name: 'cursor', required: false, schema: CURSOR }),
    Answers({
      status: 200,
      description: 'What waits now.',
      schema: 'AttentionList',
      examples: { attention },
    }),
    ...Problems(...always, 'invalid-request', 'orchestrator-unavailable'),
  );

const RESOLUTION = `
Settles a transaction that waits for a person, by a person's verdict. Use it when Getnet never reported the outcome, and you have found it out
at the terminal or in Getnet's portal. It also settles a void or a return, and so the sale of that undo.

- The service asks Getnet once more about every number before the verdict counts. If Getnet has a final answer, that answer settles the
  transaction: **200** if it agrees with the verdict, 409 \`evidence-contradicts\` if not.
- The service refuses a verdict that its evidence contradicts: \`declined\` and \`not_sent\` while a callback claims an approval, \`not_sent\` if
  Getnet gave the command a number or called back.
- \`declined\` and \`not_sent\` are refused with 409 \`terminal-in-use\` while the terminal may still work on the command.
- \`approved\` for a sale that was started with \`confirmWithin\` also keeps it: nobody has to confirm it any more. If it is not wanted, void or
  return it.
- \`approved\` keeps a sale that is \`reversal_failed\`: its status is \`approved\` again, unless its money went back meanwhile. The service refuses
  another verdict, with one exception: Getnet proved after the end that the charge is gone. Then \`declined\` closes the case, the status is \`reversed\`,
  the service gives nothing back, and it refuses \`approved\`.
- News that came after the end (\`late_result\`): repeat in the verdict what Getnet proved, and decide in \`action\`. \`keep\` leaves the money as
  it is. \`undo\` gives the money back once; it is allowed only for a sale that was reported to the shop as uncharged. If Getnet proved nothing, your
  verdict decides. The status of the transaction stays, and so does \`late.action\`, the policy; \`late.decided\` shows the decision. If several
  attempts have late news, name one in \`attempt\`; without it the answer is 422. The evidence of the case names the attempts and Getnet's numbers.
- Above the merchant's \`secondActorAbove\` the first verdict is a proposal: **202**. The same verdict by another API key settles it. The
  same key again is 202; another verdict is 409 \`verdict-differs\`. A proposal lapses after ${PROPOSAL_VALID_MS / 3_600_000} hours without a second operator.
- After \`not_sent\` the key starts nothing more. No verdict releases the terminal: its lease ends at its bound, if it has not ended yet.
- The same verdict again, with any API key, is answered with the transaction. A final state never changes: if a callback of Getnet contradicts
  the verdict later, the transaction shows it in \`late\`; after \`not_sent\` a proven charge makes it \`approved\`.

The evidence of the transaction keeps the verdict, the reason, your evidence and the id of the API key. Card numbers are refused.`;

const ofVerdicts = [
  'evidence-contradicts',
  'verdict-differs',
  'not-in-attention',
  'not-reversible',
  'terminal-in-use',
] as const;

/** Documents `POST /v1/operator/transactions/{id}/resolution`. */
export const ResolutionDocs = () =>
  applyDecorators(
    Operators(),
    ApiOperation({
      operationId: 'resolveTransaction',
      summary: 'Settle a transaction that needs attention',
      description: RESOLUTION,
    }),
    ApiParam({ name: 'id', schema: { type: 'string', example: settled.id } }),
    JsonBody('Resolution', resolution),
    Answers({
      status: 200,
      description: 'The transaction is settled, by this request or by an earlier one.',
      schema: 'Transaction',
      examples: { settled },
    }),
    Answers({
      status: 202,
      description: 'A second operator has to send the same verdict.',
      schema: 'Proposal',
      examples: { proposed: { proposed: true } },
    }),
    ...Problems(...always, ...ofBodies, 'not-found', 'orchestrator-unavailable'),
    ...Problems(...ofVerdicts),
  );

const RELEASE = `
Releases a terminal whose holder is proven to be finished. The service releases terminals itself, on proof or at \`busyUntil\`. Use this route
only if you cannot wait. The service looks at the holder first. If its outcome is open, the service asks Getnet now. If the country allows it and
the lifecycle is over, it asks the terminal itself, too. It releases only on proof, or when no command of the holder can still be live. A
person's verdict about the transaction is no such proof.

If the terminal is free already, the answer is 200. If the terminal is quarantined, its release also ends the quarantine: it takes payments again. The
service keeps the operator's key, the reason and the proof.`;

/** Documents `POST /v1/operator/terminals/{terminalId}/release`. */
export const ReleaseDocs = () =>
  applyDecorators(
    Operators(),
    ApiOperation({ operationId: 'releaseTerminal', summary: 'Release a terminal', description: RELEASE }),
    ApiParam({ name: 'terminalId', schema: { type: 'string', example: 'cl-till-1' } }),
    JsonBody('Release', release),
    Answers({
      status: 200,
      description: 'The terminal is free, or another transaction has acquired it since.',
      schema: 'Terminal',
      examples: { free: terminalExamples.free, busy: terminalExamples.busy },
    }),
    ...Problems(...always, ...ofBodies, 'not-found', 'terminal-in-use', 'orchestrator-unavailable'),
  );
