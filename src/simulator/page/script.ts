/** Asks the simulator again and again, and counts down in between. Goes on by itself when a simulator is back. */
export const script = `
const modes = {
  waits: 'The terminals wait for you: nobody pays unless you press a button.',
  usual: 'Customers play by themselves, by the last two digits of the amount: 01 is declined, 02 cancels, 03 walks away, '
    + '04 pays late, all others pay. Press a button to be faster, or start with SIMULATOR_CUSTOMER=waits to play them yourself.',
};
let skew = 0;

const read = async (path) => {
  const response = await fetch('/_sim' + path, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error('refused with ' + response.status);
  return response.json();
};

const unplug = (key) => {
  const { node, chip } = devices.get(key);
  node.remove();
  chip.remove();
  devices.delete(key);
};

/** Moves only what stands elsewhere: a node that is moved loses the focus. */
const arrange = (id, nodes) => nodes.forEach((node, index) => {
  const present = byId(id).children[index] ?? null;
  if (present !== node) byId(id).insertBefore(node, present);
});

const drawScreens = ({ now, customer, items }) => {
  skew = now - Date.now();
  put(byId('mode'), modes[customer] ?? '');
  const keys = items.map((screen) => screen.country + '/' + screen.serialNumber);
  items.forEach((screen, index) => draw(devices.get(keys[index]) ?? plugIn(keys[index]), screen));
  for (const key of [...devices.keys()].filter((one) => !keys.includes(one))) unplug(key);
  arrange('devices', keys.map((key) => devices.get(key).node));
  arrange('chips', keys.map((key) => devices.get(key).chip));
  tick();
};

const tick = () => {
  const now = Date.now() + skew;
  for (const device of devices.values()) {
    const { span, state } = device.screen;
    write(device, 'clock', clockOf(now).slice(0, 5));
    const left = span ? Math.max(0, span.to - now) : 0;
    const seconds = Math.ceil(left / 1000);
    write(device, 'left', span ? Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0') : '');
    const share = span && state !== 'elsewhere' ? Math.min(1, left / Math.max(1, span.to - span.from)) : 0;
    device.node.querySelector('.track i').style.transform = 'scaleX(' + share + ')';
  }
};

const link = (isUp) => {
  document.body.classList.toggle('down', !isUp);
  put(byId('link'), isUp ? 'live' : 'the simulator does not answer');
};

const look = async () => {
  const seen = await Promise.all([read('/screens'), read('/ledger?limit=60')]).catch(() => null);
  link(seen !== null);
  if (!seen) return;
  drawScreens(seen[0]);
  drawLedger(seen[1]);
};
let looking = null;
const refresh = () => looking ??= look().finally(() => { looking = null; });

const watch = async () => {
  if (!document.hidden) await refresh().catch((error) => showNote('The page failed: ' + error.message));
  setTimeout(watch, document.body.classList.contains('down') ? 1000 : 250);
};
document.addEventListener('visibilitychange', () => void refresh().catch(() => undefined));
byId('to-feed').addEventListener('click', () => byId('feed').scrollIntoView());
setInterval(tick, 250);
watch();
`;
