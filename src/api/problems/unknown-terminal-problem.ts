import { problem } from './problem.js';
import type { Problem } from './problem.js';

/** The answer to a body that names no terminal of its merchant. */
export function unknownTerminalProblem(terminalId: string): Problem {
  const detail = `There is no terminal "${terminalId}": GET /v1/terminals lists yours. Nothing was started.`;
  const fault = { field: 'terminalId', message: 'is not the id of a terminal of this merchant' };
  return problem('unknown-terminal', detail, { errors: [fault] });
}
