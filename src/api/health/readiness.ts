import type { searchAttributeKeys } from '../../workflows/search-attributes.messages.js';

/** One thing that has to be in order before requests may come. */
export interface Check {
  readonly name: 'temporal' | 'retention' | 'search_attributes';
  readonly ok: boolean;
  /** In words: what is wrong and what to do. */
  readonly detail: string;
}

const DAY = 86_400_000;

/** Whether closed runs, and with them keys and results, are kept long enough. Both in milliseconds. */
export function retentionCheck(kept: number, needed: number): Check {
  const ok = kept >= needed;
  const detail = ok
    ? `closed runs are kept ${inDays(kept)}`
    : `the namespace keeps closed runs ${inDays(kept)}, RETENTION asks for ${inDays(needed)}: raise the one or lower the other`;
  return { name: 'retention', ok, detail };
}

/** Whether the namespace knows every search attribute: a missing one would fail each start. */
export function searchAttributesCheck(
  keywords: ReadonlySet<string>,
  needed: readonly Pick<(typeof searchAttributeKeys)[number], 'name'>[],
): Check {
  const missing = needed.map(({ name }) => name).filter((name) => !keywords.has(name));
  const ok = missing.length === 0;
  const detail = ok
    ? 'all are registered'
    : `not registered as Keyword: ${missing.join(', ')}. Run "npm run setup:namespace"`;
  return { name: 'search_attributes', ok, detail };
}

function inDays(milliseconds: number): string {
  return `${Math.round((milliseconds / DAY) * 100) / 100}d`;
}
