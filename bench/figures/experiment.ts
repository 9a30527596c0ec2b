import type { Findings } from '../report/results.js';
import type { FigureName } from '../report/titles.js';
import type { World } from '../world.js';

export interface Scale {
  /** A first look: fewer and shorter rounds. */
  readonly isQuick: boolean;
  /** How many transactions wait at once in the figures about waiting. */
  readonly waiting: number;
  /** Another build of the service, which the present one is compared with. */
  readonly beside?: string;
}

/** What is measured together. */
export interface Experiment {
  readonly name: string;
  /** What it finds. */
  readonly figures: readonly FigureName[];
  run(world: World, scale: Scale): Promise<Findings>;
}
