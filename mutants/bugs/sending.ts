import type { Mutant } from '../mutant.js';

/** A command on its way, once. */
export const sending: readonly Mutant[] = [
  {
    name: 'second-dispatch-says-not-sent',
    breaks: ['I5', 'I2'],
    why: 'Temporal asks a worker for the command a second time, and it says that nothing was sent: the first time may have.',
    file: 'src/activities/dispatch.ts',
    find: "return { kind: 'unknown', cause: 'asked a second time, and sent nothing then' };",
    replace: "return { kind: 'expired' };",
    caughtBy: {
      spec: 'test/workflows/sale-interference.spec.ts',
      test: 'Temporal asks for the dispatch a second time: nothing is sent, and nothing is claimed',
    },
  },
  {
    name: 'dispatch-retried-by-the-client',
    breaks: ['I2'],
    why: 'An answer that got lost looks like a failed request, and failed requests are repeated.',
    file: 'src/getnet/send.ts',
    find: "    outcome.kind === 'refused' &&\n    outcome.reason === 'unauthorized' &&\n",
    replace:
      "    (outcome.kind === 'unknown' || (outcome.kind === 'refused' && outcome.reason === 'unauthorized')) &&\n",
    caughtBy: {
      spec: 'test/getnet/client.spec.ts',
      test: 'the acknowledgement is lost: unknown, and nothing is sent again',
    },
  },
  {
    name: 'silence-after-the-claim-says-not-sent',
    breaks: ['I2'],
    why: 'A worker that is silent seems to have sent nothing, whether or not it had claimed the command.',
    file: 'src/workflows/dispatch-command.ts',
    find: 'if (claimsDispatch && cause.lastHeartbeatDetails === undefined)',
    replace: 'if (claimsDispatch)',
    caughtBy: {
      spec: 'test/workflows/dispatch-claim.spec.ts',
      test: 'after it has claimed it: the command may have left, and is never sent again',
    },
  },
  {
    name: 'sent-without-waiting-for-the-claim',
    breaks: ['I2'],
    why: 'The claim is made, and the command leaves before Temporal has it.',
    file: 'src/activities/dispatch.ts',
    find: '    await claim.make();\n',
    replace: '    void claim.make().catch(() => undefined);\n',
    caughtBy: {
      spec: 'test/workflows/dispatch-claim.spec.ts',
      test: 'Temporal does not take the claim: the command is withheld, tried again after a pause, and sent once',
    },
  },
  {
    name: 'written-again-on-an-old-claim',
    breaks: ['I1', 'I2', 'I7'],
    why: 'A refused token has the command written again after Temporal had given its worker up, when the run may have ended.',
    file: 'src/activities/dispatch.ts',
    find:
      '    await claim.renew();\n' +
      '    // What was called back about has run, whatever the answer to its token was: asked of the first attempt too.\n' +
      '    return (await hasNoDoubts(deps)) && claim.isFresh;\n',
    replace: '    await claim.make();\n    return hasNoDoubts(deps);\n',
    caughtBy: {
      spec: 'test/workflows/dispatch-claim.spec.ts',
      test: 'its worker falls silent, and the run ends declined: the terminal may be another sale’s, and nothing is written again',
    },
  },
  {
    name: 'answer-of-a-worker-that-was-given-up',
    breaks: ['I2', 'I1', 'I5'],
    why: 'A worker that was given up comes back and says that it sent nothing, and that counts for the command that another one has sent.',
    file: 'src/workflows/transaction-news.ts',
    find: '    if (!attempt.isOutdated(answer)) recordDispatch(',
    replace: '    recordDispatch(',
    caughtBy: {
      spec: 'test/workflows/worker-answers-late.spec.ts',
      test: 'while another one has it: the other one’s answer is awaited, and the terminal stays taken',
    },
  },
  {
    name: 'open-attempt-forgotten-beside-a-charge',
    breaks: ['I2', 'I10'],
    why: 'An earlier attempt is proven to have charged, and Getnet is not asked any more about the later one, which may have charged as well.',
    file: 'src/workflows/transaction-state.ts',
    find: '    this.contradictions.push(...attempt.listHints());\n',
    replace: '',
    caughtBy: {
      spec: 'test/workflows/open-second-attempts.spec.ts',
      test: 'it is verified beside the run, and its charge is told',
    },
  },
];
