import { expect, it } from '@jest/globals';
import { chooseDecline } from '../../src/domain/own-numbers.js';
import type { ProvenNumber } from '../../src/domain/own-numbers.js';
import { declined, requireIdPosTxs } from '../support/terms.js';

const [ours, other] = [requireIdPosTxs('900001'), requireIdPosTxs('900002')];
const decline = (number: ProvenNumber['number']): ProvenNumber => ({
  number,
  proven: { proof: declined(number ?? '900001'), source: 'status_query' },
});

it.each<[string, ProvenNumber | undefined, ProvenNumber, 'latest' | 'before']>([
  ['the first decline', undefined, decline(other), 'latest'],
  ['of the number that was acknowledged, after one of another', decline(other), decline(ours), 'latest'],
  ['of the command itself, after one of a number', decline(ours), decline(undefined), 'latest'],
  ['of another number, after one of ours', decline(ours), decline(other), 'before'],
])('several declines of one command, %s: which is shown', (_, ...[before, latest, shown]) => {
  expect(chooseDecline(before, latest, ours)).toBe(shown === 'latest' ? latest : before);
});
