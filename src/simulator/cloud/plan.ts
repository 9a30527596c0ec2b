import type { Order, TerminalCommand } from '../operations/operation.js';
import type { CustomerScript } from '../scripts/script.js';
import { durationOr } from '../durations.js';
import type { Settings } from '../settings.js';
import type { CustomerPlan } from '../terminals/customer.js';
import { planCustomer } from '../terminals/customer.js';

/** How long a terminal takes for what needs neither card nor customer, in milliseconds. Invented. */
const reportDelayMs = 50;

/** Of an amount that ends so the default customer pays: an undo takes as long, whatever the amount of its sale. */
const amountThatPays = 0;

/** Who is to do what at the terminal, and when. */
export function planCommand(
  command: TerminalCommand,
  { amount }: Order,
  { settings, script = {} }: { readonly settings: Settings; readonly script?: CustomerScript | undefined },
): CustomerPlan {
  if (command.kind === 'sale') return planCustomer(amount, settings, script);
  if (command.kind === 'undo') return planCustomer(amountThatPays, settings, script);
  return { action: script.action ?? 'approve', delayMs: durationOr(script.after, reportDelayMs) };
}
