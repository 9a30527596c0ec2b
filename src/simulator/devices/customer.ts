import { durationOr } from '../settings.js';
import type { Action, CustomerScript } from '../scripts/script.js';
import type { Settings } from '../settings.js';

/** What the customer will do, and when. */
export interface CustomerPlan {
  readonly action: Action;
  readonly delayMs: number;
}

/**
 * The customer's plan: the default customer decides by the last two digits of the amount on the wire (01 declined,
 * 02 cancels, 03 walks away, 04 pays in the extra wait, else pays), and the script overrides either half. Where
 * customers wait and the script is silent, nothing happens until somebody acts.
 */
export function planCustomer(amount: number, settings: Settings, script: CustomerScript = {}): CustomerPlan {
  if (waitsForPeople(settings, script)) return { action: 'freeze', delayMs: 0 };
  const usual = planDefaultCustomer(amount, settings);
  const after = script.action === undefined ? usual.delayMs : settings.customerDelayMs;
  return { action: script.action ?? usual.action, delayMs: durationOr(script.after, after) };
}

/** Whether the customer is played by whoever sits at the page: the settings want it, and no script says otherwise. */
function waitsForPeople({ customer }: Settings, { action, after }: CustomerScript): boolean {
  return customer === 'waits' && action === undefined && after === undefined;
}

function planDefaultCustomer(amount: number, settings: Settings): CustomerPlan {
  const delayMs = settings.customerDelayMs;
  switch (amount % 100) {
    case 1:
      return { action: 'decline', delayMs };
    case 2:
      return { action: 'cancel', delayMs };
    case 3:
      return { action: 'walk_away', delayMs };
    case 4:
      return { action: 'approve', delayMs: settings.windowMs + Math.round(settings.extraWindowMs / 3) };
    default:
      return { action: 'approve', delayMs };
  }
}
