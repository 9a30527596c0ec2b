import type { CancelOutcome } from '../../src/domain/cancel.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { requireIdPosTxs } from './terms.js';
import type { Getnet } from './transaction-world.js';

const acknowledged: DispatchOutcome = { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') };

/** Something that is answered when the test says so. */
export function createHeld<T>() {
  let give = (_: T): void => undefined;
  const given = new Promise<T>((come) => (give = come));
  return { given, give };
}

/** A Getnet that can be told to stop a command, and is told what to say. */
export function createCancellingGetnet() {
  const sent: string[] = [];
  const cancelled: string[] = [];
  const asked: string[] = [];
  let dispatch: DispatchOutcome | Promise<DispatchOutcome> = acknowledged;
  let verdict: Verdict = { kind: 'pending' };
  let cancel: () => CancelOutcome | Promise<CancelOutcome> = () => ({ kind: 'taken' });
  let login: Promise<void> = Promise.resolve();
  const begun = createHeld<void>();
  const reached = createHeld<void>();
  const cancelReached = createHeld<void>();
  const getnet: Getnet = {
    async send({ customId }, { mayStillSend }) {
      begun.give();
      await login;
      // As the client does right before it writes.
      if (mayStillSend && !(await mayStillSend())) return { kind: 'withheld', cause: 'called off' };
      sent.push(customId);
      reached.give();
      return dispatch;
    },
    async cancel({ customId }, { mayStillSend }) {
      if (!(await mayStillSend())) return { kind: 'not_sent', cause: 'called off' };
      cancelled.push(customId);
      cancelReached.give();
      return cancel();
    },
    async status({ idPosTxs }) {
      asked.push(idPosTxs);
      return { verdict };
    },
    async statusAtDevice() {
      return { verdict: { kind: 'silent', cause: 'nobody is at this terminal' } };
    },
  };
  return {
    getnet,
    /** The attempts that were sent, and those whose terminal was told to stop. */
    sent,
    cancelled,
    asked,
    /** Resolves when a worker has a command, which waits for its login. */
    begun: begun.given,
    waitsFor: (loggedIn: Promise<void>) => void (login = loggedIn),
    /** Resolves when a command, or a cancel request, has reached Getnet. */
    reached: reached.given,
    cancelReached: cancelReached.given,
    answers: (outcome: DispatchOutcome | Promise<DispatchOutcome>) => void (dispatch = outcome),
    says: (now: Verdict) => void (verdict = now),
    /** What a cancel request is answered, and what it does before. */
    onCancel: (act: () => CancelOutcome | Promise<CancelOutcome>) => void (cancel = act),
  };
}
