/** The condition that a run has not ended. */
export const IS_RUNNING = "ExecutionStatus = 'Running'";

/** The condition that an attribute has one of the values, at least one. */
export function buildInCondition(attribute: string, values: readonly string[]): string {
  return `${attribute} IN (${values.map(quote).join(', ')})`;
}

/** The condition that an attribute begins with a text. */
export function buildPrefixCondition(attribute: string, prefix: string): string {
  return `${attribute} STARTS_WITH ${quote(prefix)}`;
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
