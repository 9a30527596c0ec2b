import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { lineClasses, lineTexts } from '../../domain/reconciliation-lines.js';
import { IDEMPOTENCY_KEY } from '../docs/parameter-forms.js';
import { Answers, Problems, ref } from '../docs/refs.js';
import type { RequestName } from '../docs/refs.js';
import { reconciliationExamples } from '../docs/reconciliation-example.js';

const { running, different } = reconciliationExamples;

const always = ['unauthorized', 'forbidden', 'rate-limited', 'merchant-misconfigured'] as const;
const ofBodies = ['malformed-json', 'body-too-large', 'unsupported-media-type', 'invalid-request'] as const;

const Route = () => applyDecorators(ApiTags('Reconciliation'), ApiBearerAuth('apiKey'));
const Id = () => ApiParam({ name: 'id', schema: { type: 'string', example: running.id } });
const JsonBody = (name: RequestName, value: object) =>
  ApiBody({ required: true, schema: ref(name), examples: { usual: { value } } });

const START = `
Asks the terminal for its own numbers (\`details\`, the sales of its open batch) and compares them with ours, line by line. The route needs a key
with the role \`operator\`. The report is a transaction of its own: it waits for a busy terminal, and no payment runs at the same time. Read the
reconciliation until its status is no longer \`running\`.

Operation number and authorisation code identify the sale of a line. Amount and time only suggest it, and never make a line \`equal\`. The status is
\`incomplete\`, and no line is \`missing_there\`, if there is no report, if the report has no list or is cut, or if our side is not completely known.

| class | meaning |
| --- | --- |
${lineClasses.map((name) => `| \`${name}\` | ${lineTexts[name]} |`).join('\n')}

Our side is every transaction that used the terminal since its batch was closed through this service. If the service remembers no close, our side
begins with the day of the earliest sale in the report.

With \`"close": true\` the service also closes the batch of the terminal (\`close\`, Chile) or its shift (\`shift\`, Argentina). It refuses that with
\`not-settled\` while a payment on the terminal has no proven outcome. The closing follows the comparison. Once it holds the terminal, the service
checks that no payment came in between; if one did, it asks the terminal and compares again, for some minutes. So the closed batch is
the compared one. \`closing\` shows the result.

**Safe to repeat with an \`Idempotency-Key\`**: the same key and the same body name the same reconciliation. Without a key, a repeat starts
another reconciliation, which may close the terminal a second time. So if it is not known whether it was started, \`detail\` names the address to
read first, and \`retry\` is \`never\`.`;

/** Documents `POST /v1/reconciliations`. */
export const StartReconciliationDocs = () =>
  applyDecorators(
    Route(),
    ApiOperation({
      operationId: 'startReconciliation',
      summary: 'Compare a terminal’s own numbers with ours',
      description: START,
    }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same rules as for `POST /v1/transactions`. The two routes have separate key spaces.',
      schema: IDEMPOTENCY_KEY,
    }),
    JsonBody('ReconciliationStart', { terminalId: running.terminalId }),
    Answers({
      status: 202,
      description: 'The service asks the terminal.',
      schema: 'Reconciliation',
      examples: { running },
      headers: { Location: 'The address of the reconciliation.' },
    }),
    ...Problems(...always, ...ofBodies, 'unknown-terminal', 'not-settled', 'orchestrator-unavailable'),
    ...Problems('idempotency-key-invalid', 'idempotency-key-reused'),
  );

/** Documents `GET /v1/reconciliations/{id}`. */
export const ReadReconciliationDocs = () =>
  applyDecorators(
    Route(),
    ApiOperation({
      operationId: 'readReconciliation',
      summary: 'Read a reconciliation',
      description:
        'Shows the reconciliation as it is now. Each line that differs waits in `GET /v1/operator/attention` until somebody settles it; `equal` and `cut` lines do not.',
    }),
    Id(),
    Answers({
      status: 200,
      description: 'Running, or compared.',
      schema: 'Reconciliation',
      examples: { running, different },
    }),
    ...Problems(...always, 'not-found', 'orchestrator-unavailable'),
  );

const settledLine = {
  at: '2026-01-16T12:00:00.000Z',
  by: 'support',
  reason: 'The sale was taken by hand while the network was down.',
};

/** Documents `POST /v1/reconciliations/{id}/resolution`. */
export const SettleDocs = () =>
  applyDecorators(
    Route(),
    ApiOperation({
      operationId: 'settleDifferences',
      summary: 'Settle differences',
      description:
        'Marks differences as settled by a person: all of them, or only those in `lines`. They leave the attention list; the ' +
        'reconciliation keeps who settled them, when and why. The request changes no transaction and moves no money. Differences that were settled before stay as they are.',
    }),
    Id(),
    JsonBody('DifferencesSettled', { lines: [0], reason: settledLine.reason }),
    Answers({
      status: 200,
      description: 'The differences are settled, by this request or by an earlier one.',
      schema: 'Reconciliation',
      examples: {
        settled: {
          ...different,
          lines: [{ ...different.lines[0], settled: settledLine }, different.lines[1]],
        },
      },
    }),
    ...Problems(...always, ...ofBodies, 'not-found', 'orchestrator-unavailable'),
  );
