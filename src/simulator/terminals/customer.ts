import { durationOr } from '../durations.js';
import type { Action, CustomerScript } from '../scripts/script.js';
import type { Settings } from '../settings.js';

/** What the customer will do, and after how many milliseconds. */
export interface CustomerPlan {
  readonly action: Action;
  readonly after: number;
}

/**
 * The customer's plan: the default customer decides by the last two digits of the amount on the wire (01 declined,
 * 02 cancels, 03 walks away, 04 pays in the extra wait, else pays), and the script overrides either half. Where
 * customers wait and the script is silent, nothing happens until somebody acts.
 */
export function planOf(amount: number, settings: Settings, script: CustomerScript = {}): CustomerPlan {
  if (isLeftToPeople(settings, script)) return { action: 'freeze', after: 0 };
  const usual = defaultCustomer(amount, settings);
  const after = script.action === undefined ? usual.after : settings.customerDelay;
  return { action: script.action ?? usual.action, after: durationOr(script.after, after) };
}

/** Whether the customer is played by whoever sits at the page: the settings want it, and no script says otherwise. */
function isLeftToPeople({ customer }: Settings, { action, after }: CustomerScript): boolean {
  return customer === 'waits' && action === undefined && after === undefined;
}

function defaultCustomer(amount: number, settings: Settings): CustomerPlan {
  const after = settings.customerDelay;
  switch (amount % 100) {
    case 1:
      return { action: 'decline', after };
    case 2:
      return { action: 'cancel', after };
    case 3:
      return { action: 'walk_away', after };
    case 4:
      return { action: 'approve', after: settings.window + Math.round(settings.extraWindow / 3) };
    default:
      return { action: 'approve', after };
  }
}
