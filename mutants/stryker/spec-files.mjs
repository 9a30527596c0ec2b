import { readdirSync } from 'node:fs';

/** The spec files that judge a change: those of the pure decisions that need no Temporal server. */
const judges = {
  'test/domain': /./,
  'test/getnet':
    /^(amounts|approvals|body-encoding|callback-hint|callback-token|charges|command|device-query|device-verdicts|fixtures|mapping|money-verdicts|odd-codes|options|raw-fields|refusals|replies|report-fields|reports|requests|response-texts|undo-numbers|voids)\./,
  'test/api':
    /^(fault-messages|merchant-cursor|merchant-resumes|operation-bodies|report-proposals|request-parts|run-finality|runs-in-doubt|start-body)\./,
  'test/workflows': /^(attempts|endpoint-sequence)\./,
};

export const findSpecFiles = () =>
  Object.entries(judges).flatMap(([folder, names]) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.spec.ts') && names.test(name))
      .map((name) => `${folder}/${name}`),
  );
