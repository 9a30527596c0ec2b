import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { searchAttributeKeys } from '../../workflows/search-attributes.messages.js';

const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

/** What a namespace must be like. */
export interface NamespaceNeeds {
  readonly namespace: string;
  /** How long closed runs are kept. */
  readonly retentionMs: number;
  /** A longer retention that is there already: set to ours, or left alone because the server is not ours. */
  readonly longerRetention: 'shorten' | 'leave';
}

/**
 * Registers our search attributes and sets the retention, where that is not so yet.
 *
 * @returns what was done and what was found in order, a sentence each.
 * @throws Error saying what to do when the namespace or a right to change it is missing.
 */
export async function prepareNamespace(
  connection: Connection,
  needs: NamespaceNeeds,
): Promise<readonly string[]> {
  try {
    return [await registerAttributes(connection, needs.namespace), await setRetention(connection, needs)];
  } catch (error) {
    throw new Error(explain(error, needs.namespace), { cause: error });
  }
}

async function registerAttributes(connection: Connection, namespace: string): Promise<string> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const foreign = searchAttributeKeys.filter(({ name }) => (customAttributes[name] ?? keyword) !== keyword);
  if (foreign.length > 0) {
    throw new Error(
      `${joinNames(foreign)} exist with another type than Keyword: remove them, or use another namespace.`,
    );
  }
  const missing = searchAttributeKeys.filter(({ name }) => !(name in customAttributes));
  if (missing.length === 0) return `Search attributes ${joinNames(searchAttributeKeys)}: all there.`;
  const searchAttributes = Object.fromEntries(missing.map(({ name }) => [name, keyword]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return `Search attributes ${joinNames(missing)}: registered.`;
}

async function setRetention(connection: Connection, needs: NamespaceNeeds): Promise<string> {
  const { namespace, retentionMs, longerRetention } = needs;
  const wanted = Math.ceil(retentionMs / 1_000);
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const present = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  if (present === wanted) return `Retention: ${formatDuration(1_000 * present)} already.`;
  if (present > wanted && longerRetention === 'leave')
    return `Retention: ${formatDuration(1_000 * present)}, longer than needed, left.`;
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(wanted * 1_000) },
  });
  return `Retention: ${formatDuration(1_000 * wanted)}, was ${formatDuration(1_000 * present)}.`;
}

function joinNames(keys: readonly { readonly name: string }[]): string {
  return keys.map(({ name }) => name).join(', ');
}

function explain(error: unknown, namespace: string): string {
  const said = error instanceof Error ? error.message : String(error);
  if (/NOT_FOUND/.test(said)) {
    return `The namespace "${namespace}" does not exist: create it with \`temporal operator namespace create -n ${namespace}\`.`;
  }
  if (/PERMISSION_DENIED|UNIMPLEMENTED|UNAUTHENTICATED/.test(said)) {
    return `The server lets us not change the namespace "${namespace}" (${said}). Register ${joinNames(searchAttributeKeys)} (Keyword) and the retention with its own tools, e.g. tcld on Temporal Cloud.`;
  }
  return `The namespace "${namespace}" could not be prepared: ${said}`;
}

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration as settings write it, in the largest unit that divides it: `30d`, `90s`. */
function formatDuration(ms: number): string {
  const fits = Object.entries(units).filter(([, factor]) => ms % factor === 0);
  const [unit, factor] = fits.at(-1) ?? ['ms', 1];
  return `${ms / factor}${unit}`;
}
