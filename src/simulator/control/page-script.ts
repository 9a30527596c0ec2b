/** What the control page runs. Everything is written as text, never as markup: the ledger holds what callers sent. */
export const script = `
const byId = (id) => document.getElementById(id);
const make = (tag, text, className) => {
  const node = document.createElement(tag);
  node.textContent = text ?? '';
  if (className) node.className = className;
  return node;
};
const words = {
  idle: 'free', elsewhere: 'in use at the till', window: 'waiting for the customer', extra_wait: 'in the extra wait',
};
const card = (terminal) => {
  const node = make('div', '', 'card ' + (terminal.offline ? 'offline' : terminal.state));
  node.append(make('b', terminal.country + ' · ' + terminal.serialNumber));
  node.append(make('span', terminal.idTerminal + ' / ' + terminal.idSucursal + ' · ' + terminal.language));
  node.append(make('span', terminal.offline ? 'offline' : words[terminal.state] ?? terminal.state));
  if (terminal.serving) node.append(make('span', terminal.serving.customId ?? terminal.serving.idPosTxs));
  return node;
};
const requestDetail = (entry) =>
  [entry.answer?.status, entry.answer?.summary ?? 'not answered yet', entry.note, entry.busyWith && 'busy with ' + entry.busyWith]
    .filter(Boolean).join(' · ');
const rowsOf = (ledger) => [
  ...ledger.requests.map((entry) => ({ ...entry, what: entry.method + ' ' + entry.path, detail: requestDetail(entry) })),
  ...ledger.device.map((entry) => ({ ...entry, what: 'terminal: ' + entry.what.replaceAll('_', ' '), className: entry.what,
    detail: entry.command + ', ' + entry.mode })),
  ...ledger.callbacks.map((entry) => ({ ...entry, what: 'callback ' + entry.attempt, className: entry.error ? 'bad' : '',
    detail: entry.status ?? entry.error })),
].sort((one, other) => other.seq - one.seq).slice(0, 60);
const row = (entry) => {
  const node = make('tr', '');
  node.append(make('td', entry.at.slice(11, 23)), make('td', entry.what, entry.className));
  for (const name of ['serialNumber', 'customId', 'idPosTxs', 'amount', 'detail']) node.append(make('td', entry[name]));
  return node;
};
const alarm = (entry) => make('div', entry.kind.replaceAll('_', ' ') + ' on ' + entry.serialNumber + ': ' + entry.text, 'alarm');
const read = async (path) => (await fetch(path)).json();
const refresh = async () => {
  try {
    const [terminals, ledger] = await Promise.all([read('/_sim/terminals'), read('/_sim/ledger?limit=60')]);
    byId('terminals').replaceChildren(...terminals.items.map(card));
    byId('events').replaceChildren(...rowsOf(ledger).map(row));
    byId('alarms').replaceChildren(...ledger.alarms.map(alarm));
  } catch {
    byId('alarms').replaceChildren(make('div', 'The simulator does not answer.', 'alarm'));
  }
};
refresh();
setInterval(refresh, 1000);
`;
