import { createHash } from 'node:crypto';
import { appendFile, readFile, rm } from 'node:fs/promises';
import type { Finding } from './hunt.js';
import type { Mutant } from './mutant.js';

interface Entry {
  readonly mark: string;
  readonly seconds: number;
}

/** Which bugs were caught, as it goes: a run that was interrupted is gone on with. */
export class Journal {
  private constructor(
    private readonly file: string,
    private readonly marks: ReadonlyMap<Mutant, string>,
    private readonly caught: ReadonlyMap<string, number>,
  ) {}

  /** @param isResumed whether what an earlier run has caught counts, as long as neither the bug nor the two files have changed. */
  static async open(file: string, mutants: readonly Mutant[], isResumed: boolean): Promise<Journal> {
    if (!isResumed) await rm(file, { force: true });
    const text = await readFile(file, 'utf8').catch(() => '');
    const entries = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Entry]));
    const marks = new Map<Mutant, string>();
    for (const mutant of mutants) marks.set(mutant, await computeMark(mutant));
    return new Journal(file, marks, new Map(entries.map(({ mark, seconds }) => [mark, seconds])));
  }

  /** @returns undefined for a bug that has to be hunted. */
  find(mutant: Mutant): Finding | undefined {
    const seconds = this.caught.get(this.marks.get(mutant) ?? '');
    return seconds === undefined ? undefined : { mutant, verdict: 'caught', seconds };
  }

  async add({ mutant, verdict, seconds }: Finding): Promise<void> {
    if (verdict !== 'caught') return;
    const entry: Entry = { mark: this.marks.get(mutant) ?? '', seconds };
    await appendFile(this.file, `${JSON.stringify(entry)}\n`);
  }
}

async function computeMark(mutant: Mutant): Promise<string> {
  const texts = await Promise.all([mutant.file, mutant.caughtBy.spec].map((file) => readFile(file, 'utf8')));
  const hash = createHash('sha256');
  for (const text of [JSON.stringify(mutant), ...texts]) hash.update(text);
  return `${mutant.name} ${hash.digest('hex')}`;
}
