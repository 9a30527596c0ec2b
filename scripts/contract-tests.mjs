// Requests made of the OpenAPI document, valid and not, against a running service: no answer outside the document, no 5xx that it does not
// name, 405 with `Allow` for other methods. Needs schemathesis (`pip install schemathesis==4.32.5`); without it, it says so and does nothing.
//   API=http://127.0.0.1:3000 CL_KEY=… npm run test:contract
import { spawnSync } from 'node:child_process';

const { API, CL_KEY, SCHEMATHESIS = 'schemathesis', CONTRACT_SECONDS = '200' } = process.env;

if (spawnSync(SCHEMATHESIS, ['--version']).status !== 0) {
  console.error(
    'Skipped: there is no schemathesis here. `pip install schemathesis==4.32.5`, or name it: SCHEMATHESIS=path.',
  );
  process.exit(0);
}
if (!API || !CL_KEY) {
  console.error(
    'Set API and CL_KEY to what `npm start` prints. It is for a simulator only: it starts whatever the document allows.',
  );
  process.exit(1);
}

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'unsupported_method',
  'allow_header_conformance',
  'use_after_free',
  'ensure_resource_availability',
];
const { status } = spawnSync(
  SCHEMATHESIS,
  [
    ...['run', `${API}/openapi.json`, '-H', `Authorization: Bearer ${CL_KEY}`],
    // Stateful: from an answer on to where its links lead.
    ...[
      '--phases',
      'examples,coverage,fuzzing,stateful',
      '--max-time',
      CONTRACT_SECONDS,
      '--request-timeout',
      '20',
    ],
    // A stream does not end.
    ...['--exclude-path-regex', '/events$', '--checks', checks.join(','), '--continue-on-failure'],
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
