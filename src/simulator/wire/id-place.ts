import type { IdPlace } from '../scripts/script.js';
import type { Wrapper } from './wrapper.js';

/** The same answer with its `idPosTxs` elsewhere, or nowhere. Contract §11.1 row 6. */
export function placeId(wrapper: Wrapper, place: IdPlace | undefined): object {
  if (place === undefined || wrapper.data === null) return wrapper;
  const { idPosTxs, ...rest } = wrapper.data;
  switch (place) {
    case 'none':
      return { ...wrapper, data: rest };
    case 'string':
      return { ...wrapper, data: { idPosTxs: String(idPosTxs), ...rest } };
    case 'lower_case':
      return { ...wrapper, data: { idpostxs: idPosTxs, ...rest } };
    case 'top_level':
      return { ...wrapper, idPosTxs, data: Object.keys(rest).length === 0 ? null : rest };
  }
}
