import { isUnread } from './fault-pairs.js';
import type { FaultPair } from './fault-pairs.js';
import type { Body } from './http.js';
import type { Order } from './sale.js';

/** How a sale with its faults ended. */
export interface FaultPairResult {
  readonly pair: FaultPair;
  readonly order: Order;
  readonly body: Body;
}

const intro = (counts: { sales: number; alone: number; persons: number; unread: number }) => {
  const share = (100 * (counts.sales - counts.persons)) / counts.sales;
  return `# Two faults in one sale

A test gives one sale in Chile every single fault, and every two faults that can meet in one sale: \`npm test -- e2e/fault-pairs\`. The
simulator's ledger judges each of them, and this page. \`FAULT_PAIRS=write\` in front of that command writes the page anew.

- ${counts.sales} sales: ${counts.alone} with one fault, ${counts.sales - counts.alone} with two. None said something wrong about the money.
- ${share.toFixed(1)} % were settled by the service alone, ${counts.persons} need a person.
- A person is needed where nobody can know: in ${counts.unread} of them Getnet read no command and said nothing; in ${counts.persons - counts.unread} its number came neither
  with the acknowledgement nor with a callback. The query of the terminal itself takes that number, and the lines of its report name
  neither that number nor ours, so that amount and time could only propose which sale a line is. Once such a report was taken, the case
  shows that line under \`proposals\`, and a person judges it.
- Whether Getnet can look a command up by our \`customId\` is not known ([contract](getnet-contract.md), §12 Q3). If it can, those whose number
  never came could be settled without a person; and those that were not read, if its *not found* is proof. Neither is assumed: a guess
  could charge a customer twice.
- The time to truth is from the request to the proof, in the short times of the tests: a status query comes 1 s after the
  acknowledgement, the lifecycle ends after 3 s, a person is asked after 25 s. In production those are 90 s, 5 min and 15 min.

| fault | and | ends | by | time to truth |
| --- | --- | --- | --- | --- |
`;
};

/** The page, from what was measured. */
export function writeFaultPage(endings: readonly FaultPairResult[]): string {
  const sorted = endings.toSorted((one, other) => buildName(one).localeCompare(buildName(other)));
  const needing = endings.filter(({ body }) => body.status === 'needs_attention');
  const persons = needing.length;
  const unread = needing.filter(({ pair }) => isUnread(pair)).length;
  const alone = endings.filter(({ pair }) => pair.length === 1).length;
  return intro({ sales: endings.length, alone, persons, unread }) + sorted.map(writeRow).join('');
}

/** What of the page does not depend on the machine: neither the time, nor which of two queries came first. */
export function dropTimes(page: string): string {
  return page.replace(/ (status|device) query \|/g, ' query |').replace(/ [\d.]+ s \|$/gm, ' – |');
}

function buildName({ pair }: FaultPairResult): string {
  return pair.map(({ name }) => name).join(' + ');
}

function writeRow({ pair: [one, other], body }: FaultPairResult): string {
  const needsPerson = body.status === 'needs_attention';
  const by = needsPerson ? 'a person' : String(body.outcome?.evidence ?? '').replace('_', ' ');
  const tookMs = Date.parse(String(body.finalAt)) - Date.parse(String(body.createdAt));
  const took = needsPerson ? '–' : `${(tookMs / 1_000).toFixed(1)} s`;
  return `| ${one.name} | ${other?.name ?? '–'} | \`${String(body.status)}\` | ${by} | ${took} |\n`;
}
