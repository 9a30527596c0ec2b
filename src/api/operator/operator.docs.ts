import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { operatorExamples } from '../docs/operator-examples.js';
import { CURSOR } from '../docs/parameter-forms.js';
import { Answers, Problems, ref } from '../docs/refs.js';
import type { RequestName } from '../docs/refs.js';
import { terminalExamples } from '../docs/terminal-examples.js';

const { attention, settled, resolution, release } = operatorExamples;

const always = ['unauthorized', 'forbidden', 'rate-limited', 'merchant-misconfigured'] as const;
const ofBodies = ['malformed-json', 'body-too-large', 'unsupported-media-type', 'invalid-request'] as const;

const Operators = () => applyDecorators(ApiTags('Operators'), ApiBearerAuth('apiKey'));

const JsonBody = (name: RequestName, value: object) =>
  ApiBody({ required: true, schema: ref(name), examples: { usual: { value } } });

const ATTENTION = `
Everything of your merchant that waits for a person, the longest waiting first. It takes a key with the role \`operator\`. Each case says why
it waits (\`reason\`), since when, what is known (\`evidence\`), what to do next, and which acts the routes would take now, with the reason
why not. The list and the routes ask the same rules.

A sale of unknown outcome has \`proposals\`: lines of its terminal's own report that fit it by amount and time, and that no other sale, void or
return that the service sent can own. Take the report when the terminal is free: \`details\`, in Argentina also \`last_voucher\`, in Chile the \`duplicate\` of a number; the
\`details\` of a reconciliation count too. A proposal proves nothing and changes nothing: a sale that was entered by hand at the terminal may fit as well, and a
voucher may not say whether it belongs to a sale, a void or a return made by hand.
Compare the line with the receipt, and name the report in the \`evidence\` of your verdict. A missing line proves nothing. \`proposalsNote\` says
why there is none.

The list reads Temporal's index, which is a few seconds behind; each case in it is read from its own run. A reconciliation whose run does not
answer now is one case without its lines; of those that wait, 100 are looked at. Of late news the 1,000 latest runs are looked at, decided ones too. A
transaction whose run somebody paused, or that no worker can replay, may be missing unless it was the last one on its terminal: GET shows it as
\`needs_attention\`. A page may hold fewer cases
than \`limit\`: go on while \`nextCursor\` is not null.`;

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
Settles a transaction that waits for a person, by a person's verdict. Use it when Getnet never told the outcome, and you have found out at the
terminal or in Getnet's portal. It works for a void or a return too, and so settles its sale.

- The service asks Getnet once more about every number before the verdict counts. If Getnet has a final answer, that answer settles the
  transaction: **200** if it agrees with the verdict, 409 \`evidence-contradicts\` if not.
- A verdict that evidence of ours contradicts is refused: \`declined\` and \`not_sent\` while a callback claims an approval, \`not_sent\` when
  Getnet gave the command a number or called back.
- \`declined\` and \`not_sent\` are refused with 409 \`terminal-in-use\` while the terminal may still work on the command.
- \`approved\` of a sale that was started with \`confirmWithin\` keeps it, too: nobody has to confirm it any more. If it is not wanted, void or
  return it.
- A sale that is \`reversal_failed\` is kept by \`approved\`: it reads \`approved\` again, unless it has been given back meanwhile. Another
  verdict is refused, unless Getnet proved after the end that its charge is gone: then \`declined\` closes the case, the sale reads \`reversed\`, nothing
  is given back, and \`approved\` is refused.
- News that came after the end (\`late_result\`): the verdict repeats what Getnet proved, and \`action\` says what becomes of it.
  \`keep\` leaves the money as it is, \`undo\` has the service give back, once, a charge of a sale that the shop was told had not charged.
  Where nothing was proven, the verdict is your word. The status of the transaction stays, and so does \`late.action\`, the policy; \`late.decided\` shows
  what was decided. Each attempt has news of its own: where they came about several, say in \`attempt\` which one your verdict is about, or the
  answer is 422. The evidence of the case names the attempts and Getnet's numbers.
- Above the merchant's \`secondActorAbove\` the first verdict is a proposal: **202**. The same verdict by another API key settles it. The
  same key again is 202; another verdict is 409 \`verdict-differs\`. A proposal lapses after 24 hours without a second operator.
- After \`not_sent\` the key starts nothing more. No verdict releases the terminal: its lease ends at its bound, if it has not ended yet.
- The same verdict again, with any API key, is answered with the transaction. A final state is never left: if a callback of Getnet contradicts
  the verdict later, the transaction shows it in \`late\`; after \`not_sent\` a proven charge makes it \`approved\`.

The verdict, the reason, the evidence and the id of the API key are kept in the evidence of the transaction. Card numbers are refused.`;

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
Takes a terminal from a holder that is provably done with it. A terminal is given back by itself, on proof or at \`busyUntil\`; use this
route only if you cannot wait for that. The service looks at the holder first. If its outcome is open, the service has Getnet asked now, and the terminal itself where the
country has that and the lifecycle is over. It releases only on proof, or when nothing of the holder can still be live. A person's verdict about
the transaction is no such proof.

A terminal that is free already is answered with 200. If the terminal is quarantined, its release ends that too: it takes payments again. The
operator's key, the reason and the proof are kept.`;

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
