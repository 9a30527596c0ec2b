// Preloaded into a process of a chaos run. On SIGUSR2 its clock jumps by the milliseconds that the file CHAOS_CLOCK_FILE holds.
// The monotonic clock (`performance.now()`) does not jump, as on a real machine.
import { readFileSync } from 'node:fs';

const RealDate = Date;
let shiftMs = 0;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shiftMs);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};
process.on('SIGUSR2', () => {
  shiftMs = Number(readFileSync(process.env.CHAOS_CLOCK_FILE ?? '', 'utf8')) || 0;
});
