import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { findProgramPath } from '../baseline.js';
import { alternate } from '../measure/alternate.js';
import { compare } from '../measure/compare.js';
import { cpuMs } from '../measure/process-table.js';
import type { Pair } from '../measure/statistics.js';
import type { Experiment } from './experiment.js';

const kinds = ['ours command', 'bare command', 'bare query', 'ours query'] as const;
type Kind = (typeof kinds)[number];

/** What a call to Getnet costs the caller: the client with all its checks, against `undici.request` alone (D). */
export const clientCpu: Experiment = {
  name: 'client-cpu',
  figures: ['client-cpu', 'client-command-cpu', 'client-query-cpu'],
  run: async ({ getnet }, { isQuick }) => {
    const child = fork(findProgramPath('getnet-calls'), { env: { BENCH_GETNET: getnet.baseUrl } });
    try {
      const rounds = await alternate<Kind, number>(
        kinds,
        isQuick ? { warmUp: 1, counted: 3 } : { warmUp: 2, counted: 8 },
        (kind) => measureCallCpuMs(child, kind, isQuick ? 300 : 600),
      );
      const listPairs = (call: 'command' | 'query'): readonly Pair[] =>
        rounds.map((round) => ({ ours: round[`ours ${call}`], baseline: round[`bare ${call}`] }));
      const both = rounds.map((round) => ({
        ours: (round['ours command'] + round['ours query']) / 2,
        baseline: (round['bare command'] + round['bare query']) / 2,
      }));
      const against = { unit: 'ms/call', against: 'D' };
      return {
        figures: {
          'client-cpu': compare(both, { ...against, aim: { atMost: 1.5 } }),
          'client-command-cpu': compare(listPairs('command'), against),
          'client-query-cpu': compare(listPairs('query'), against),
        },
      };
    } finally {
      child.kill();
    }
  },
};

async function measureCallCpuMs(child: ChildProcess, kind: Kind, count: number): Promise<number> {
  const pid = child.pid ?? 0;
  const before = cpuMs(pid);
  const ended = new AbortController();
  const { signal } = ended;
  child.send({ kind, count });
  try {
    await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(() => Promise.reject(new Error(`The caller of ${kind} died.`))),
    ]);
  } finally {
    ended.abort();
  }
  return (cpuMs(pid) - before) / count;
}
