import type { Life } from '../../account/account.js';

/** A life, and what its reader should know of where it comes from. */
export interface Explained {
  readonly life: Life;
  readonly title: string;
  readonly notes: readonly string[];
}
