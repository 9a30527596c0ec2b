/**
 * Numbers that another run gets others of: Getnet's and the terminal's own, how often was asked, what an audit quotes of them, and seconds to wait. The page has an
 * example of each, held to its type and shape: any digits where digits are.
 */
const NUMBERS: ReadonlySet<string> = new Set([
  'idPosTxs',
  'authorizationCode',
  'operationId',
  'says',
  'times',
  'act',
  'evidence',
  'Retry-After',
]);

/** A moment, wherever it stands in a text; as the API writes it, or as terminals do. */
const MOMENT = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{3}Z)?/g;

/**
 * Holds what the page says against what the service says: the same fields, the same values, but for moments and
 * {@link NUMBERS}.
 *
 * @returns each difference, by its place; none where they agree.
 */
export function differences(page: unknown, service: unknown, place = ''): readonly string[] {
  if (!isTree(page) || !isTree(service) || Array.isArray(page) !== Array.isArray(service))
    return same(page, service, place) ? [] : [`${place}: ${inWords(page)} on the page, ${inWords(service)}`];
  const names = [...new Set([...Object.keys(page), ...Object.keys(service)])];
  return names.flatMap((name) => {
    const here = place === '' ? name : `${place}.${name}`;
    if (!(name in service)) return [`${here}: only on the page, ${inWords(page[name])}`];
    if (!(name in page)) return [`${here}: not on the page, ${inWords(service[name])}`];
    return differences(page[name], service[name], here);
  });
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function same(page: unknown, service: unknown, place: string): boolean {
  const isNumber = NUMBERS.has(place.slice(place.lastIndexOf('.') + 1));
  if (typeof page !== typeof service) return false;
  if (typeof page === 'number' && isNumber) return true;
  if (typeof page !== 'string' || typeof service !== 'string') return page === service;
  const shape = isNumber ? describeShape : hideTimes;
  return shape(page) === shape(service);
}

function hideTimes(text: string): string {
  return text.replace(MOMENT, (moment) => moment.replace(/\d/g, '0'));
}

function describeShape(text: string): string {
  return text.replace(/\d+/g, '0');
}

function inWords(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
