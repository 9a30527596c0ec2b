import type { World } from '../e2e/support/world.js';

/** Takes one path through the workflow; gives the workflow id of the run to record. */
export type Scenario = (world: World) => Promise<string>;
