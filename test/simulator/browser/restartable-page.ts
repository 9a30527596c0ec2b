import type { Browser, Page } from 'playwright-core';
import type { Simulator } from '../../../src/simulator/server.js';
import { startSimulator } from '../../../src/simulator/server.js';

/** A simulator that can be stopped and started at the same address, and its page. */
export interface RestartablePage {
  readonly page: Page;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Starts one on a free port and opens its page. */
export async function openRestartablePage(browser: Browser): Promise<RestartablePage> {
  let simulator: Simulator = await startSimulator();
  const { port, url } = simulator;
  const page = await browser.newPage();
  await page.goto(`${url}/_sim`);
  await page.getByText('live', { exact: true }).waitFor();
  return {
    page,
    stop: () => simulator.stop(),
    start: async () => {
      simulator = await startSimulator({ port });
    },
  };
}
