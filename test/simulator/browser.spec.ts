import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, openBrowser } from './browser/chromium.js';
import type { CustomerAction, TerminalOnPage } from './browser/terminal.js';
import { openPage, openTerminalOnPage } from './browser/terminal.js';
import { openRestartablePage } from './browser/restartable-page.js';
import type { Json, Listener, Till } from './till.js';
import { arTerminal, clTerminal, eventually, openListener, openTill, longTimes } from './till.js';

const path = chromiumPath();
if (!path) {
  process.stderr.write(
    'The virtual terminal is NOT tested: no Chromium here. Install one, or set CHROMIUM_PATH.\n',
  );
}
const inABrowser = path ? describe : describe.skip;

let browser: Browser;
let till: Till;
let listener: Listener;
let page: Page;
let faults: readonly string[];
let chile: TerminalOnPage;

beforeAll(async () => {
  if (!path) return;
  [browser, till, listener] = await Promise.all([
    openBrowser(path),
    openTill({ ...longTimes, customer: 'waits', arAmountUnit: 'centavos' }),
    openListener(),
  ]);
  ({ page, faults } = await openPage(browser, till));
  chile = openTerminalOnPage(page, clTerminal.serialNumber);
});
afterAll(async () => {
  if (!path) return;
  await Promise.all([browser.close(), till.simulator.stop(), listener.close()]);
});
afterEach(async () => {
  if (!path) return;
  await till.control('POST', '/reset');
  await chile.waitForText('Bienvenido');
  expect(faults).toEqual([]);
});

interface SentCallback {
  readonly ending: string;
  readonly responseCode: number;
}

const sale = (fields: Json = {}) => till.sale({ customId: 'ORD-1', webhook: listener.url, ...fields });
/** How much of the first terminal's screen is out of sight, across and down. */
const hidden = () =>
  page.evaluate(`(() => {
    const screen = document.querySelector('.screen');
    return [screen.scrollWidth - screen.clientWidth, screen.scrollHeight - screen.clientHeight];
  })()`);
const sidewaysOverflow = () =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

inABrowser('the virtual terminal in Chromium', () => {
  it('a sale comes: the device shows it with its amount; a card is presented: approved', async () => {
    expect(await chile.readText()).toBe('Bienvenido Listo para la próxima venta');
    const held = till.sale({ customId: 'ORD-1' });
    await chile.waitForText('Venta');
    expect(await chile.readText()).toBe('Venta $5.990 CLP Acerque, inserte o deslice su tarjeta');
    expect(await chile.root.locator('[role=timer]').innerText()).toMatch(/^(1:00|0:5\d)$/);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await chile.press('approve');
    await chile.root.and(page.locator('.presenting')).waitFor();
    await chile.waitForText('Aprobado');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1, amount: 5990 });
    expect((await held).body).toMatchObject({ code: 1, data: { response: { responseCode: 0 } } });
    expect(await chile.root.locator('.names').innerText()).toContain('ORD-1');
  });

  it.each<[CustomerAction, string, SentCallback]>([
    ['decline', 'Rechazado', { ending: 'declined', responseCode: 9001 }],
    ['cancel', 'Cancelado', { ending: 'cancelled', responseCode: 9002 }],
    ['walk_away', 'Tiempo agotado', { ending: 'timed_out', responseCode: 1006 }],
  ])('%s: the device says %s, and the caller is told', async (deed, says, { ending, responseCode }) => {
    await sale();
    await chile.waitForText('Venta');
    const before = listener.received.length;
    await chile.press(deed);
    await chile.waitForText(says);
    const { items } = (await till.control('GET', '/operations')).body as { items: Json[] };
    expect(items).toEqual([expect.objectContaining({ customId: 'ORD-1', ending })]);
    const letter = await eventually(() => listener.received[before]);
    expect(letter.body).toMatchObject({ data: { response: { responseCode } } });
  });

  it('an Argentine QR sale: asks for a phone, in the country’s own currency', async () => {
    const argentina = openTerminalOnPage(page, arTerminal.serialNumber);
    const body = { ...arTerminal, command: 100, amount: 120_000, saleType: 1, customId: 'ORD-1' };
    await till.call('POST', 'sale', { ...body, webhook: listener.url }, { country: 'ar' });
    await argentina.waitForText('QR payment');
    expect(await argentina.readText()).toBe('QR payment $ 1.200,00 ARS Scan the code with your wallet');
    expect(await argentina.root.locator('[data-action=approve]').innerText()).toBe('Scan the code');
    await argentina.press('approve');
    await argentina.waitForText('Approved');
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved' });
  });

  it('the plug is pulled: the next command is not answered by the terminal; plugged in again: it is', async () => {
    await chile.flip('plug');
    await chile.waitForText('Sin conexión');
    expect((await sale()).body.message).toBe('SERVICIO C2C NO RESPONDE');
    await chile.flip('plug');
    await chile.waitForText('Bienvenido');
    expect((await sale()).body).toMatchObject({ code: 1 });
  });

  it('the callback is lost: none is sent', async () => {
    await sale();
    await chile.waitForText('Venta');
    await chile.flip('callback');
    await chile.root.getByText('Send the callback').waitFor();
    await chile.press('approve');
    await chile.waitForText('Aprobado');
    expect(await chile.root.locator('.names').innerText()).toContain('callback lost');
    // Sent by hand now, it is the first one.
    await till.control('POST', '/callbacks/ORD-1', {});
    expect((await till.ledger()).callbacks.map(({ attempt }) => attempt)).toEqual([1]);
  });

  it('nothing runs: the buttons that would do nothing are disabled', async () => {
    const enabled = () => chile.root.locator('button:enabled').allInnerTexts();
    expect(await enabled()).toEqual(['Pull the plug']);
    await sale();
    await chile.waitForText('Venta');
    expect(await enabled()).toHaveLength(7);
  });

  it('the cloud forgets a sale, and knows it again: the button says which', async () => {
    await sale();
    await chile.waitForText('Venta');
    await chile.flip('cloud');
    await chile.root.getByText('The cloud knows it again').waitFor();
    await chile.press('approve');
    await chile.waitForText('Aprobado');
    const { idPosTxs } = await till.truth('ORD-1');
    const ask = async () => (await till.call('GET', String(idPosTxs))).body.code;
    expect(await ask()).toBe(0);
    await chile.flip('cloud');
    await chile.root.getByText('The cloud forgets it').waitFor();
    expect(await ask()).toBe(1);
  });

  it('a sale has timed out: it is approved after all, and then no more', async () => {
    await sale();
    await chile.waitForText('Venta');
    await chile.press('walk_away');
    await chile.waitForText('Tiempo agotado');
    await chile.flip('late');
    await chile.waitForText('Aprobado');
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
    expect(await chile.root.locator('[data-switch=late]').isDisabled()).toBe(true);
    expect(await chile.root.locator('.names').innerText()).toContain('ORD-1 approved');
  });

  it('a cancel is held, and the card is quicker: approved', async () => {
    const argentina = openTerminalOnPage(page, arTerminal.serialNumber);
    await argentina.flip('cancel');
    await argentina.root.getByText('The next cancel is held').waitFor();
    const body = { ...arTerminal, command: 100, amount: 120_000, saleType: 0, customId: 'ORD-1' };
    await till.call('POST', 'sale', { ...body, webhook: listener.url }, { country: 'ar' });
    await argentina.waitForText('Sale');
    const cancelled = till.call('POST', 'cancelsale', { ...arTerminal, command: 116 }, { country: 'ar' });
    await argentina.root.getByText('Let the cancel through').waitFor();
    await argentina.press('approve');
    await argentina.waitForText('Approved');
    await argentina.flip('cancel');
    expect((await cancelled).body).toMatchObject({ data: { response: { responseCode: 9001 } } });
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved', charges: 1 });
    expect(await chile.root.locator('[data-switch=cancel]').isVisible()).toBe(false);
  });

  it('the keyboard alone: reaches the button, shows where it is, and pays', async () => {
    await sale();
    await chile.waitForText('Venta');
    await page.reload();
    await chile.waitForText('Venta');
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    expect(await focused.getAttribute('data-action')).toBe('approve');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    await chile.waitForText('Aprobado');
  });

  it('markup in a customId: shown as the text it is, everywhere', async () => {
    const customId = '<script>alert(1)</script>';
    await sale({ customId });
    await chile.waitForText('Venta');
    await page.locator('#events').getByText(customId).first().waitFor();
    expect(await chile.root.locator('.names').innerText()).toContain(customId);
    expect(await page.locator('script').count()).toBe(1);
  });

  it('what comes over the wire: listed, the newest first; an alarm stands on top', async () => {
    await till.script({ ignoreBusy: true });
    await till.script({ ignoreBusy: true });
    await sale();
    await sale({ customId: 'ORD-2' });
    await page.getByRole('alert').getByText('overlap on SN0000000001').waitFor();
    const rows = await page.locator('#events li').allInnerTexts();
    expect(rows[0]).toContain('ORD-2');
    expect(rows.at(-1)).toContain('POST sale');
    const [alarm, device] = await Promise.all(
      ['.alarm', '.terminal'].map((part) => page.locator(part).first().boundingBox()),
    );
    expect(alarm?.y).toBeLessThan(device?.y ?? 0);
  });

  it('the simulator goes and comes back: the page says so, and goes on by itself', async () => {
    const { page: own, stop, start } = await openRestartablePage(browser);
    await stop();
    await own.getByText('the simulator does not answer').waitFor();
    await start();
    await own.getByText('live', { exact: true }).waitFor();
    await openTerminalOnPage(own, clTerminal.serialNumber).waitForText('Bienvenido');
    await own.close();
    await stop();
  });

  it('on a phone, a small one, a desk, light and dark: nothing to scroll sideways, and buttons for thumbs', async () => {
    const customId = '<b>012345678901234567</b>';
    await sale({ customId, amount: 999_999_999 });
    await chile.waitForText('$999.999.999');
    await page.locator('#events').getByText(customId).first().waitFor();
    for (const [width, height] of [
      [390, 844],
      [320, 640],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect([width, await sidewaysOverflow(), await hidden()]).toEqual([width, 0, [0, 0]]);
      const boxes = await Promise.all(
        (await chile.root.locator('button:visible').all()).map((one) => one.boundingBox()),
      );
      expect(Math.min(...boxes.map((box) => box?.height ?? 0))).toBeGreaterThanOrEqual(44);
    }
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).not.toBe(light);
  });
});
