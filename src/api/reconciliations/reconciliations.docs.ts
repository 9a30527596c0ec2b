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
Asks the terminal for its own numbers (\`details\`, the sales of its open batch) and compares them with ours, line by line. It takes a key with
the role \`operator\`. The report is a transaction of its own: it waits for a busy terminal, and no payment runs beside it. Read the
reconciliation until its status is no longer \`running\`.

Operation number and authorisation code say which sale a line is. Amount and time only propose it, and never make a line \`equal\`. The status is
\`incomplete\`, and nothing is \`missing_there\`, where there is no report, where it has no list or is cut, or where our side is not known as a
whole.

| class | meaning |
| --- | --- |
${lineClasses.map((name) => `| \`${name}\` | ${lineTexts[name]} |`).join('\n')}

Our side is what had the terminal since its batch was closed through this service. Where no close is remembered it begins with the day of
the earliest sale that the report lists.

With \`"close": true\` the terminal is closed as well: its batch in Chile (\`close\`), its shift in Argentina (\`shift\`). That is refused with
\`not-settled\` while a payment on it has no proven outcome. The closing follows the comparison, and with the terminal in hand it is checked
that no payment came in between; if one did, the terminal is asked and compared again, for some minutes. So what was closed is what
was compared. \`closing\` says what became of it.

**Safe to repeat with an \`Idempotency-Key\`**: the same key and the same body name the same reconciliation. Without one a repeat starts
another, which may close the terminal a second time. So where nobody says whether it was started, \`detail\` names the address to look at first,
and \`retry\` is \`never\`.`;

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
      description: 'The terminal is being asked.',
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
        'As it stands. Each line that differs waits in `GET /v1/operator/attention` until somebody settles it; `equal` and `cut` lines do not.',
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
        'Says that a person has dealt with differences: all of them, or the `lines` that are named. They leave the attention list; the ' +
        'reconciliation keeps who said so, when and why. It changes no transaction and moves no money. What was settled before stays as it is.',
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
