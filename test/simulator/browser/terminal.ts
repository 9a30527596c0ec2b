import type { Browser, Locator, Page } from 'playwright-core';
import type { Till } from '../till.js';

/** What a person does at a terminal of the page. */
export type CustomerAction = 'approve' | 'decline' | 'cancel' | 'walk_away';

/** What is switched at a terminal. */
export type TerminalSwitch = 'plug' | 'callback' | 'cloud' | 'late' | 'cancel';

/** One terminal on the page. */
export interface TerminalOnPage {
  readonly root: Locator;
  /** All that its screen says. */
  readText(): Promise<string>;
  /** Waits until one of its lines says this and nothing else. */
  waitForText(text: string): Promise<void>;
  press(action: CustomerAction): Promise<void>;
  flip(what: TerminalSwitch): Promise<void>;
}

/** The terminal with this serial number. */
export function openTerminalOnPage(page: Page, serialNumber: string): TerminalOnPage {
  const root = page.locator(`[data-serial="${serialNumber}"]`);
  const display = root.locator('.display');
  return {
    root,
    readText: async () => (await display.innerText()).replace(/\s+/g, ' '),
    waitForText: (text) => display.getByText(text, { exact: true }).waitFor(),
    press: (action) => root.locator(`[data-action=${action}]`).click(),
    flip: (what) => root.locator(`[data-switch=${what}]`).click(),
  };
}

/** The simulator's page with its terminals drawn and no motion, and what went wrong on it. */
export async function openPage(
  browser: Browser,
  till: Till,
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const faults: string[] = [];
  page.setDefaultTimeout(10_000);
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  await page.goto(`${till.simulator.url}/_sim`);
  await page.locator('.terminal').first().waitFor();
  return { page, faults };
}
