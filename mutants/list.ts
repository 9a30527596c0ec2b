import { answers } from './bugs/answers.js';
import { keys } from './bugs/keys.js';
import { outside } from './bugs/outside.js';
import { people } from './bugs/people.js';
import { records } from './bugs/records.js';
import { replays } from './bugs/replays.js';
import { runs } from './bugs/runs.js';
import { secrets } from './bugs/secrets.js';
import { sending } from './bugs/sending.js';
import { service } from './bugs/service.js';
import { terminals } from './bugs/terminals.js';
import { undos } from './bugs/undos.js';
import type { Mutant } from './mutant.js';

/** Every planted bug. */
export const mutants: readonly Mutant[] = [
  ...answers,
  ...records,
  ...undos,
  ...people,
  ...terminals,
  ...secrets,
  ...keys,
  ...sending,
  ...runs,
  ...replays,
  ...service,
  ...outside,
];
