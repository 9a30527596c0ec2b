import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProblemTables } from './problem-tables.js';
import { projectRoot } from './project-root.js';

/** Writes the tables of problem codes into docs/failures.md. */
const page = join(projectRoot, 'docs/failures.md');
writeFileSync(page, withProblemTables(readFileSync(page, 'utf8')));
