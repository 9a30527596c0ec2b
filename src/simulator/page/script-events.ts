/** Lists what came over the wire, and the alarms. Written as text, never as markup: it holds what callers sent. */
export const eventScript = `
const answerOf = ({ answer }) =>
  answer ? [answer.status, answer.summary].filter((part) => part !== undefined).join(' ') : 'not answered yet';
const facesOf = {
  request: (entry) => ({
    mark: '→', what: entry.method + ' ' + entry.path, tone: '',
    more: [entry.mode, answerOf(entry), entry.note, entry.busyWith && 'busy with ' + entry.busyWith],
  }),
  terminal: (entry) => ({
    mark: '▣', what: entry.command + ' ' + entry.what.replaceAll('_', ' '), tone: entry.what, more: [entry.mode],
  }),
  callback: (entry) => ({
    mark: '←', what: 'callback ' + entry.attempt, tone: entry.error ? 'bad' : '', more: [entry.status ?? entry.error],
  }),
};

const eventsIn = (ledger) => [
  ...ledger.requests.map((entry) => ['request', entry]),
  ...ledger.device.map((entry) => ['terminal', entry]),
  ...ledger.callbacks.map((entry) => ['callback', entry]),
].sort(([, one], [, other]) => other.seq - one.seq).slice(0, 60);

const eventRow = ([kind, entry]) => {
  const { mark, what, tone, more } = facesOf[kind](entry);
  const time = new Date(entry.at);
  const stamp = make('time', '', clockOf(time) + '.' + String(time.getMilliseconds()).padStart(3, '0'));
  stamp.dateTime = entry.at;
  const names = [entry.serialNumber, entry.customId, entry.idPosTxs, entry.amount > 0 ? entry.amount : undefined, ...more];
  const shown = names.filter((part) => part !== undefined && part !== null && part !== false && part !== '');
  const row = make('li', '');
  row.dataset.kind = kind;
  const head = make('p', 'what');
  head.append(make('span', 'mark', mark), make('b', tone, what), make('span', 'kind', kind), stamp);
  row.append(head, make('p', 'facts', shown.join(' · ')));
  return row;
};

const alarmRow = (entry) => {
  const row = make('div', 'alarm');
  row.append(make('b', '', entry.kind.replaceAll('_', ' ') + ' on ' + entry.serialNumber), make('span', '', entry.text));
  return row;
};

/** Draws a list anew only if it changed, so that a reader's place and selection stay. */
const drawn = new Map();
const list = (id, entries, rowOf) => {
  const text = JSON.stringify(entries);
  if (drawn.get(id) === text) return;
  drawn.set(id, text);
  byId(id).replaceChildren(...entries.map(rowOf));
};

const drawLedger = (ledger) => {
  list('events', eventsIn(ledger), eventRow);
  list('alarms', [...ledger.alarms].reverse(), alarmRow);
};
`;
