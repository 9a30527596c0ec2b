import type { Ending } from '../operations/operation.js';
import type { DisplayedAmount } from './amount.js';
import type { Task } from './task.js';
import type { ScreenLanguage } from './words.js';
import { endingText, promptText, sentenceText } from './words.js';

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

const emptyDisplay = { heading: '', amount: '', currency: '', hint: '', prompt: '' } as const;

/** The screen of a terminal that serves somebody. */
export function renderServing(task: Task, stage: 'window' | 'extra_wait', language: ScreenLanguage): Display {
  return {
    ...renderAmount(task.amount, language),
    tone: stage === 'window' ? 'asking' : 'waiting',
    heading: stage === 'window' ? task.name : `${task.name} · ${sentenceText(language, 'stillWaiting')}`,
    prompt: promptText(language, task.inputMethod),
  };
}

/** The screen of a terminal that has just ended something. */
export function renderResult(task: Task, ending: Ending, language: ScreenLanguage): Display {
  return {
    ...renderAmount(task.amount, language),
    tone: ending === 'approved' ? 'approved' : 'refused',
    heading: endingText(language, ending),
    prompt: task.name,
  };
}

/** The screen of a terminal that does nothing for the cloud. */
export function renderWithoutTask(tone: 'idle' | 'elsewhere' | 'off', language: ScreenLanguage): Display {
  const [heading, prompt] = idleTexts[tone];
  return {
    ...emptyDisplay,
    tone,
    heading: sentenceText(language, heading),
    prompt: sentenceText(language, prompt),
  };
}

const idleTexts = {
  idle: ['welcome', 'ready'],
  elsewhere: ['elsewhere', 'wait'],
  off: ['offline', 'unplugged'],
} as const;

function renderAmount(
  amount: DisplayedAmount | null,
  language: ScreenLanguage,
): Pick<Display, 'amount' | 'currency' | 'hint'> {
  if (!amount) return { amount: '', currency: '', hint: '' };
  return {
    amount: amount.text,
    currency: amount.currency,
    hint: amount.isBare ? sentenceText(language, 'bare') : '',
  };
}
