import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const nouns: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  record: 'an object',
  object: 'an object',
};

/** Says what is wrong with a value and what is expected, without zod's terms. */
export function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${nouns[issue.expected] ?? SEE}`;
    case 'invalid_value':
      return describeChoice(issue.values);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? describeChoice(issue.options)
        : `must be ${SEE}`;
    case 'too_small':
      return `must ${describeSize(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${describeSize(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`;
    case 'invalid_format':
      return issue.format === 'date' ? 'must be a date such as 2026-01-31' : `must be ${SEE}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return `must be ${SEE}`;
  }
}

const SEE = 'as the documentation of the API says (/docs)';

function describeChoice(values: readonly unknown[]): string {
  const named = values.map((value) => (value === '' ? '""' : String(value)));
  return named.length === 1 ? `must be ${named.join()}` : `must be one of ${named.join(', ')}`;
}

/** Numbers are so large; texts and lists have so many of what they are made of. */
const parts: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};

function describeSize(origin: string, bound: string, limit: number | bigint): string {
  const [one, many] = parts[origin] ?? [];
  return one === undefined
    ? `be ${bound} ${limit}`
    : `have ${bound} ${limit} ${Number(limit) === 1 ? one : many}`;
}
