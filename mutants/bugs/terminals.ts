import type { Mutant } from '../mutant.js';

/** Who has a terminal, until when, and when a command may leave. */
export const terminals: readonly Mutant[] = [
  {
    name: 'lease-too-short',
    breaks: ['I7', 'I1'],
    why: 'The lease ends with the answer’s time, not with Getnet’s lifecycle: the terminal is free while a customer pays.',
    file: 'src/domain/policy.ts',
    find: 'return Math.ceil((dispatchWithin + getnetTimeout + lifecycleLimit) * 1.1);',
    replace: 'return Math.ceil((dispatchWithin + getnetTimeout) * 1.1);',
    caughtBy: {
      spec: 'test/domain/decisions.spec.ts',
      test: 'a terminal stays with its holder for the deadline, an answer, a lifecycle and a tenth',
    },
  },
  {
    name: 'cancel-that-meets-the-next-customer',
    breaks: ['I1', 'I7'],
    why: 'A cancel request leaves in the last moment of a lease, and stops the next sale.',
    file: 'src/domain/policy.ts',
    find: 'return leaseEndMs - 2 * getnetTimeout;',
    replace: 'return leaseEndMs;',
    caughtBy: {
      spec: 'test/domain/cancel.spec.ts',
      test: 'ends before the terminal is another’s: the last one to leave has its answer’s time before the bound',
    },
  },
  {
    name: 'deadline-of-a-clock-that-is-ahead',
    breaks: ['I7', 'I13'],
    why: 'An API whose clock is an hour ahead accepts a sale: it may be sent, and holds its terminal, an hour longer.',
    file: 'src/domain/policy.ts',
    find: '  const dispatchBy = Math.min(accepted.dispatchBy, startedAtMs + limits.dispatchWithin);',
    replace: '  const { dispatchBy } = accepted;',
    caughtBy: {
      spec: 'test/workflows/wrong-api-clock.spec.ts',
      test: 'an hour ahead: the terminal is held, and a person needed, no later than with the right time',
    },
  },
  {
    name: 'deadline-on-the-wall-clock-alone',
    breaks: ['I13'],
    why: 'The wall clock is set back, and a command leaves long after its deadline.',
    file: 'src/getnet/deadline.ts',
    find: 'Math.max(0, Math.min(epochMs - clock.now(), monotonicEnd - clock.monotonic()));',
    replace: 'Math.max(0, Math.min(epochMs - clock.now(), monotonicEnd));',
    caughtBy: {
      spec: 'test/getnet/client.spec.ts',
      test: 'a wall clock set back after acceptance: the monotonic one keeps the deadline',
    },
  },
  {
    name: 'deadline-forgotten-at-the-login',
    breaks: ['I13'],
    why: 'A slow login is waited for, and the command leaves with the token whenever it comes.',
    file: 'src/getnet/with-token.ts',
    find: 'return await Promise.race([login, expired]);',
    replace: 'return await Promise.race([login]);',
    caughtBy: {
      spec: 'test/getnet/client.spec.ts',
      test: 'the deadline passes during the login: nothing is sent, even when the token comes then',
    },
  },
];
