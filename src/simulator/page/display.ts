import type { Ending } from '../operations/operation.js';
import type { ShownAmount } from './amount.js';
import type { Task } from './task.js';
import type { Tongue } from './words.js';
import { endingIn, promptIn, sentenceIn } from './words.js';

/** What a screen looks like: idle, asking for the card, asking on in the extra wait, showing a result, or dark. */
export type Tone = 'idle' | 'asking' | 'waiting' | 'approved' | 'refused' | 'elsewhere' | 'off';

/** The lines on a screen, in the terminal's language; an empty one is not there. */
export interface Display {
  readonly tone: Tone;
  readonly heading: string;
  readonly amount: string;
  readonly currency: string;
  readonly hint: string;
  readonly prompt: string;
}

const nothing = { heading: '', amount: '', currency: '', hint: '', prompt: '' } as const;

/** The screen of a terminal that serves somebody. */
export function asking(task: Task, stage: 'window' | 'extra_wait', tongue: Tongue): Display {
  return {
    ...moneyOf(task.amount, tongue),
    tone: stage === 'window' ? 'asking' : 'waiting',
    heading: stage === 'window' ? task.name : `${task.name} · ${sentenceIn(tongue, 'stillWaiting')}`,
    prompt: promptIn(tongue, task.way),
  };
}

/** The screen of a terminal that has just ended something. */
export function showing(task: Task, ending: Ending, tongue: Tongue): Display {
  return {
    ...moneyOf(task.amount, tongue),
    tone: ending === 'approved' ? 'approved' : 'refused',
    heading: endingIn(tongue, ending),
    prompt: task.name,
  };
}

/** The screen of a terminal that does nothing for the cloud. */
export function resting(tone: 'idle' | 'elsewhere' | 'off', tongue: Tongue): Display {
  const [heading, prompt] = restingWords[tone];
  return { ...nothing, tone, heading: sentenceIn(tongue, heading), prompt: sentenceIn(tongue, prompt) };
}

const restingWords = {
  idle: ['welcome', 'ready'],
  elsewhere: ['elsewhere', 'wait'],
  off: ['offline', 'unplugged'],
} as const;

function moneyOf(amount: ShownAmount | null, tongue: Tongue): Pick<Display, 'amount' | 'currency' | 'hint'> {
  if (!amount) return { amount: '', currency: '', hint: '' };
  return {
    amount: amount.text,
    currency: amount.currency,
    hint: amount.isBare ? sentenceIn(tongue, 'bare') : '',
  };
}
