import { z } from 'zod';
import type { searchAttributeKeys } from '../../workflows/search-attributes.messages.js';
import type { NamespaceFacts } from '../store/namespace.js';

const checkNames = ['temporal', 'retention', 'replication', 'search_attributes'] as const;

/** One thing that has to be in order before requests may come. */
export interface Check {
  readonly name: (typeof checkNames)[number];
  readonly ok: boolean;
  /** In words: what is wrong and what to do, or what could not be checked and why. */
  readonly detail: string;
}

const DAY_MS = 86_400_000;

/** Whether Temporal takes the calls that every request is made of. @param refusal what it said instead. */
export function checkTemporal(refusal: string | undefined): Check {
  return { name: 'temporal', ok: refusal === undefined, detail: refusal ?? 'answers' };
}

/** Whether closed runs, and with them keys and results, are kept long enough. */
export function checkRetention(facts: NamespaceFacts | undefined, neededMs: number): Check {
  const name = 'retention';
  if (facts === undefined)
    return skipCheck(name, `Make sure that closed runs are kept ${formatDays(neededMs)}.`);
  const ok = facts.retentionMs >= neededMs;
  const kept = formatDays(facts.retentionMs);
  const detail = ok
    ? `closed runs are kept ${kept}`
    : `the namespace keeps closed runs ${kept}, RETENTION asks for ${formatDays(neededMs)}: raise the one or lower the other`;
  return { name, ok, detail };
}

/**
 * Whether an activity runs once at most: on a namespace that is replicated between clusters Temporal may run it again after a
 * failover, and a command would be sent twice (ADR 0004).
 */
export function checkReplication(facts: NamespaceFacts | undefined, isAllowed: boolean): Check {
  const name = 'replication';
  if (facts === undefined) return skipCheck(name, 'Make sure that the namespace lives on one cluster.');
  if (facts.clusters.length < 2) return { name, ok: true, detail: 'the namespace lives on one cluster' };
  const replicated = `the namespace is replicated between ${facts.clusters.join(', ')}: after a failover Temporal may run a dispatch again`;
  const detail = isAllowed
    ? `${replicated}. Accepted by ALLOW_REPLICATED_NAMESPACE`
    : `${replicated}, and a command would be sent twice. Use a namespace on one cluster, or accept the risk with ALLOW_REPLICATED_NAMESPACE=true`;
  return { name, ok: isAllowed, detail };
}

/** Whether the namespace knows every search attribute: a missing one would fail each start. @param keywords undefined: not known. */
export function checkSearchAttributes(
  keywords: ReadonlySet<string> | undefined,
  needed: readonly Pick<(typeof searchAttributeKeys)[number], 'name'>[],
): Check {
  const name = 'search_attributes';
  const names = needed.map((key) => key.name);
  if (keywords === undefined)
    return skipCheck(name, `Make sure that these are registered as Keyword: ${names.join(', ')}.`);
  const missing = names.filter((one) => !keywords.has(one));
  const ok = missing.length === 0;
  const detail = ok
    ? 'all are registered'
    : `not registered as Keyword: ${missing.join(', ')}. Run "npm run setup:namespace"`;
  return { name, ok, detail };
}

/** An account of production may lack the right to look; that keeps nobody from selling. */
function skipCheck(name: Check['name'], todo: string): Check {
  return {
    name,
    ok: true,
    detail: `could not be checked: this account lacks the permission, or Temporal did not answer. ${todo}`,
  };
}

function formatDays(durationMs: number): string {
  return `${Math.round((durationMs / DAY_MS) * 100) / 100}d`;
}

/** Whether requests may come. */
export const readinessSchema = z.strictObject({
  status: z.enum(['ok', 'unavailable']),
  checks: z.array(
    z.strictObject({
      name: z.enum(checkNames),
      ok: z.boolean(),
      detail: z.string().describe('In words: what is wrong and what to do, or what could not be checked.'),
    }),
  ),
});
