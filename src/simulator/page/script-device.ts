/** Draws the terminals and acts on them. All that comes from the simulator is written as text, never as markup. */
export const deviceScript = `
'use strict';
const devices = new Map();
const byId = (id) => document.getElementById(id);
const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };
const write = (device, name, text) => put(device.texts[name], String(text ?? ''));

const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

const countryNames = { CL: 'Chile', AR: 'Argentina' };
const approveWords = { card: 'Present a card', qr: 'Scan the code', confirm: 'Confirm', none: 'Let it finish' };
const endingWords = {
  approved: 'approved', declined: 'declined', cancelled: 'cancelled', timed_out: 'timed out', lifecycle_over: 'timed out',
};
const callbackWords = { none: 'sync', due: 'async', lost: 'callback lost' };
const cancelWords = { waiting: 'Let the cancel through', next_is_held: 'The next cancel is held' };
const clockOf = (time) => new Date(time).toTimeString().slice(0, 8);

const call = async (method, path, body) => {
  const response = await fetch('/_sim' + path, {
    method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(5000),
  }).catch(() => { throw new Error('The simulator does not answer.'); });
  const answer = await response.json();
  if (!response.ok) throw new Error((answer.errors ?? ['refused with ' + response.status]).join('; '));
};

const showNote = (text) => {
  put(byId('note'), text);
  clearTimeout(showNote.timer);
  showNote.timer = setTimeout(() => put(byId('note'), ''), 6000);
};

/** One press at a time for each terminal; whatever comes of it is seen on the screen. */
const press = async (device, deed) => {
  if (device.pressed) return;
  device.pressed = true;
  try {
    enable(device);
    await deed();
  } catch (error) {
    showNote(error.message);
  }
  // What is being looked at may be older than the deed.
  await looking;
  await refresh().finally(() => { device.pressed = false; });
  enable(device);
};

const presentCard = async (device) => {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still || device.screen.task.inputMethod === 'none') return;
  device.node.classList.add('presenting');
  await new Promise((resolve) => setTimeout(resolve, 700));
  device.node.classList.remove('presenting');
};

const act = (device, action) => press(device, async () => {
  const { task } = device.screen;
  if (action === 'approve') await presentCard(device);
  await call('POST', pathOf(task), { action });
});

/** What runs, else what ended last. */
const subjectOf = ({ task, last }) => task ?? last;
const pathOf = ({ idPosTxs }) => '/operations/' + encodeURIComponent(idPosTxs);

const flips = {
  plug: ({ offline, serialNumber, country }) =>
    call('PATCH', '/terminals/' + encodeURIComponent(serialNumber) + '?country=' + country, { offline: !offline }),
  callback: ({ task }) => call('POST', pathOf(task), { callback: { lost: task.callback !== 'lost' } }),
  cloud: (screen) => {
    const subject = subjectOf(screen);
    const status = subject.cloud === 'forgot' ? [] : [{ reply: 'not_found', times: 'always' }];
    return call('POST', pathOf(subject), { status });
  },
  late: ({ last }) => call('POST', pathOf(last), { action: 'approve', afterEnd: true }),
  cancel: ({ cancel, serialNumber }) => cancel.state === 'waiting'
    ? call('POST', pathOf(cancel), { action: 'approve' })
    : call('POST', '/scripts', { match: { command: 'cancelsale', serialNumber }, script: { customer: { action: 'freeze' } } }),
};

const flip = (device, what) => press(device, () => flips[what](device.screen));

const isUseful = {
  plug: () => true,
  callback: ({ task }) => task !== null && task.callback !== 'none',
  cloud: (screen) => subjectOf(screen) !== null,
  late: ({ task, last }) => task === null && last !== null && last.mayBeApprovedLate,
  cancel: ({ cancel }) => cancel.state === 'free' || cancel.state === 'waiting',
};

const enable = (device) => {
  const { screen } = device;
  for (const button of device.buttons) {
    const { action, switch: what } = button.dataset;
    const applies = action ? screen.task !== null : isUseful[what](screen);
    button.disabled = device.pressed || !applies;
  }
};

const plugIn = (key) => {
  const node = byId('device').content.firstElementChild.cloneNode(true);
  const texts = Object.fromEntries([...node.querySelectorAll('[data-text]')].map((one) => [one.dataset.text, one]));
  const chip = make('button', 'chip');
  chip.type = 'button';
  chip.addEventListener('click', () => node.scrollIntoView());
  const device = { node, texts, chip, buttons: [...node.querySelectorAll('button')], pressed: false, screen: null };
  for (const button of device.buttons) {
    const { action, switch: what } = button.dataset;
    button.addEventListener('click', () => (action ? act(device, action) : flip(device, what)));
  }
  devices.set(key, device);
  return device;
};

const summaryOf = (task, more) =>
  [task.name, task.amount && task.amount.text, task.customId ?? task.idPosTxs, more].filter(Boolean).join(' · ');

const turnOf = ({ name, ending, freeForMs }) =>
  name + ' ' + (ending ? endingWords[ending] : 'runs') + (freeForMs === null ? '' : ', after ' + (freeForMs / 1000).toFixed(1) + ' s');

const draw = (device, screen) => {
  const { node } = device;
  const { display, task, last } = device.screen = screen;
  Object.assign(node.dataset, {
    country: screen.country, serial: screen.serialNumber, tone: display.tone, inputMethod: task?.inputMethod ?? '', offline: screen.offline,
    callback: task?.callback ?? 'none', cloud: subjectOf(screen)?.cloud ?? 'knows', cancel: screen.cancel.state, long: display.amount.length > 10,
  });
  const label = countryNames[screen.country] + ' ' + screen.serialNumber;
  node.setAttribute('aria-label', 'Terminal ' + label);
  node.querySelector('.hands').setAttribute('aria-label', 'What happens at terminal ' + label);
  node.querySelector('.screen').lang = screen.language;
  for (const name of ['heading', 'amount', 'currency', 'hint', 'prompt']) write(device, name, display[name]);
  write(device, 'country', countryNames[screen.country]);
  write(device, 'serialNumber', screen.serialNumber);
  write(device, 'ids', 'terminal ' + screen.idTerminal + ', branch ' + screen.idSucursal);
  write(device, 'terminal', screen.idTerminal);
  write(device, 'approve', approveWords[task?.inputMethod ?? 'card']);
  write(device, 'doing', task ? summaryOf(task, callbackWords[task.callback]) : screen.offline ? 'unplugged' : 'nothing');
  write(device, 'last', last ? endingWords[last.ending] + ' ' + clockOf(last.at) + ' · ' + summaryOf(last, last.callback === 'lost' && 'callback lost') : 'nothing yet');
  write(device, 'turns', screen.turns.map(turnOf).join('\\n') || 'none yet');
  write(device, 'cloud', subjectOf(screen)?.cloud === 'forgot' ? 'The cloud knows it again' : 'The cloud forgets it');
  write(device, 'cancel', cancelWords[screen.cancel.state] ?? 'Hold the next cancel');
  write(device, 'plug', screen.offline ? 'Plug in again' : 'Pull the plug');
  write(device, 'callback', task?.callback === 'lost' ? 'Send the callback' : 'Lose the callback');
  Object.assign(device.chip.dataset, { tone: display.tone, alarm: screen.offline });
  put(device.chip, screen.country + ' ' + screen.serialNumber.slice(-4));
  device.chip.setAttribute('aria-label', 'Terminal ' + label);
  enable(device);
};
`;
