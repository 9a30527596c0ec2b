import { describe, expect, it } from '@jest/globals';
import { HintDelivery } from '../../src/api/callbacks/hint-delivery.js';
import { HintHistory } from '../../src/api/callbacks/hint-history.js';
import type { DeliveryLimits, SendHint } from '../../src/api/callbacks/hint-delivery.js';
import type { CallbackResult } from '../../src/api/metrics/metrics.js';
import { notFoundProblem } from '../../src/api/problems/problem.js';
import { refuseUnavailable } from '../../src/api/store/unavailable.js';
import type { CustomId } from '../../src/domain/ids.js';
import { requireIdPosTxs } from '../support/terms.js';
import { until } from '../support/until.js';
import type { CallbackHint } from '../../src/workflows/transaction.messages.js';

const SALE = 'tx_0123456789abcdefghi' as CustomId;
const OTHER = 'tx_abcdefghi0123456789' as CustomId;

const quick: DeliveryLimits = { answerWithinMs: 200, tryForMs: 50, drainWithinMs: 300, keepAtMost: 2 };

function delivery(limits: Partial<DeliveryLimits> = {}) {
  const results: CallbackResult[] = [];
  const lines: string[] = [];
  const counts = { late: 0, dropped: 0, waiting: () => 0 };
  const metrics = {
    countCallback: (result: CallbackResult) => void results.push(result),
    watchHints: (count: () => number) => void (counts.waiting = count),
    countLateDelivery: () => void (counts.late += 1),
    countDroppedHint: () => void (counts.dropped += 1),
  };
  const say = (fields: object, text: string) => void lines.push(`${JSON.stringify(fields)} ${text}`);
  return {
    hints: new HintDelivery(metrics, { error: say }, { ...quick, ...limits }),
    results,
    lines,
    counts,
  };
}

const hint = (digest: string, over: Partial<CallbackHint> = {}): CallbackHint => ({
  version: 1,
  customId: 'tx_0000000000000000000' as CustomId,
  digest,
  claims: 'approved',
  ...over,
});

/** A Temporal that is away until it is told to be back. */
function temporal() {
  const signals: string[] = [];
  let away = true;
  let tries = 0;
  const sends =
    (name: string): SendHint =>
    async () => {
      tries += 1;
      if (away) throw refuseUnavailable();
      signals.push(name);
      return 'signalled';
    };
  return {
    signals,
    sends,
    tries: () => tries,
    comesBack: () => void (away = false),
    goes: () => void (away = true),
  };
}

const refused = { body: { status: 503, code: 'orchestrator-unavailable' } };

describe('a callback while Temporal is slow', () => {
  it('Temporal fails at first: tried again while the sender waits, and answered once it is durable', async () => {
    const { hints, counts } = delivery({ answerWithinMs: 60_000 });
    const { signals, sends, tries, comesBack } = temporal();
    const answer = hints.deliver(SALE, hint('a'), sends('a'));
    await until(() => tries() > 2);
    comesBack();
    expect(await answer).toBe('signalled');
    expect([signals, counts.late, counts.dropped]).toEqual([['a'], 0, 0]);
  });

  it('the time to answer is over: 503, and the hint is kept and retried', async () => {
    const { hints, counts, results } = delivery();
    const { signals, sends, comesBack } = temporal();
    await expect(hints.deliver(SALE, hint('a'), sends('a'))).rejects.toMatchObject(refused);
    expect([signals, counts.waiting(), results]).toEqual([[], 1, ['failed']]);
    comesBack();
    await until(() => counts.waiting() === 0);
    expect([signals, counts.late]).toEqual([['a'], 1]);
  });

  it('one try hangs: the sender gets 503, and the try goes on', async () => {
    const { hints, counts } = delivery();
    let finish: (result: CallbackResult) => void = () => undefined;
    const send = () => new Promise<CallbackResult>((resolve) => (finish = resolve));
    await expect(hints.deliver(SALE, hint('a'), send)).rejects.toMatchObject(refused);
    finish('late');
    await until(() => counts.waiting() === 0);
    expect(counts.late).toBe(1);
  });

  it('the sender repeats while its hint is still kept: it waits for that hint, and one signal is sent', async () => {
    const { hints } = delivery();
    const { signals, sends, comesBack } = temporal();
    await expect(hints.deliver(SALE, hint('a'), sends('first'))).rejects.toMatchObject(refused);
    const again = hints.deliver(SALE, hint('a'), sends('second'));
    comesBack();
    expect(await again).toBe('signalled');
    expect(signals).toEqual(['first']);
  });

  it('more hints are kept than allowed: the oldest is dropped, counted and logged', async () => {
    const { hints, counts, lines } = delivery();
    const { signals, sends, comesBack } = temporal();
    const all = ['a', 'b', 'c'].map((name) => hints.deliver(SALE, hint(name), sends(name)));
    await Promise.allSettled(all);
    await until(() => counts.dropped === 1);
    comesBack();
    await until(() => counts.waiting() === 0);
    expect([...signals].sort()).toEqual(['b', 'c']);
    expect(lines.join()).toContain(SALE);
  });

  it('a retry cannot help: the sender is told at once, and the hint is dropped', async () => {
    const { hints, counts } = delivery();
    let tries = 0;
    const send = async (): Promise<CallbackResult> => {
      tries += 1;
      throw notFoundProblem();
    };
    await expect(hints.deliver(SALE, hint('a'), send)).rejects.toMatchObject({ body: { status: 404 } });
    expect([tries, counts.waiting()]).toEqual([1, 0]);
  });

  it('an unexpected error: retried like any other', async () => {
    const { hints } = delivery({ answerWithinMs: 60_000 });
    const answers = [Promise.reject(new TypeError('a bug')), Promise.resolve('signalled' as const)];
    for (const answer of answers) answer.catch(() => undefined);
    expect(await hints.deliver(SALE, hint('a'), () => answers.shift() ?? Promise.reject(new Error()))).toBe(
      'signalled',
    );
  });
});

describe('the process stops while it keeps hints', () => {
  it('Temporal is back: the waiting and the late hints are delivered', async () => {
    const { hints, counts } = delivery({ drainWithinMs: 60_000, answerWithinMs: 200 });
    const { signals, sends, comesBack } = temporal();
    await expect(hints.deliver(SALE, hint('late'), sends('late'))).rejects.toMatchObject(refused);
    const waiting = hints.deliver(OTHER, hint('waits'), sends('waits'));
    comesBack();
    await hints.beforeApplicationShutdown();
    expect(await waiting).toBe('signalled');
    expect([[...signals].sort(), counts.dropped]).toEqual([['late', 'waits'], 0]);
  });

  it('Temporal stays away: lost hints are counted and logged, senders get 503, and the process exits', async () => {
    const { hints, counts, lines } = delivery({ answerWithinMs: 60_000 });
    const { sends } = temporal();
    const waiting = hints.deliver(SALE, hint('a'), sends('a'));
    const told = expect(waiting).rejects.toMatchObject(refused);
    await hints.beforeApplicationShutdown();
    await told;
    expect([counts.dropped, counts.waiting()]).toEqual([1, 0]);
    expect(lines.join()).toContain(SALE);
    await expect(hints.deliver(SALE, hint('b'), sends('b'))).rejects.toMatchObject(refused);
  });
});

describe('a repeated hint', () => {
  const history = () => {
    const heard = new HintHistory();
    for (const known of [hint('outcome'), hint('notice', { claims: 'nothing' })])
      heard.recordDelivery(SALE, known, 0);
    return heard;
  };
  const knows = (known: CallbackHint, nowMs: number) => history().wasDelivered(SALE, known, nowMs);

  it('an outcome is repeated: at once, it is ignored; later, it causes another query', () => {
    expect([1_000, 60_000].map((nowMs) => knows(hint('outcome'), nowMs))).toEqual([true, false]);
  });

  it('a notice is repeated: ignored for some minutes, then no longer', () => {
    const notice = hint('notice', { claims: 'nothing' });
    expect([1_000, 300_000, 3_600_000].map((nowMs) => knows(notice, nowMs))).toEqual([true, true, false]);
  });
});

describe('outcomes that are repeated', () => {
  const count = (hints: HintHistory, times: number, one: CallbackHint) =>
    Array.from({ length: times }, () => hints.countIfAdmitted(SALE, one)).filter(Boolean).length;

  it('the same outcome again and again for hours: it is bounded, and another outcome or number still gets through', () => {
    const hints = new HintHistory();
    const approved = hint('approved', { claims: 'approved', idPosTxs: requireIdPosTxs('1') });
    expect(count(hints, 600, approved)).toBe(401);
    const contradiction = hint('declined', { claims: 'declined', idPosTxs: requireIdPosTxs('1') });
    const otherNumber = hint('other', { claims: 'approved', idPosTxs: requireIdPosTxs('2') });
    expect([contradiction, otherNumber].map((one) => hints.countIfAdmitted(SALE, one))).toEqual([true, true]);
  });

  it('another number each time: bounded as well', () => {
    const hints = new HintHistory();
    const admitted = Array.from({ length: 600 }, (_, n) =>
      hints.countIfAdmitted(
        SALE,
        hint(`${n}`, { claims: 'approved', idPosTxs: requireIdPosTxs(`${n + 1}`) }),
      ),
    );
    expect(admitted.filter(Boolean)).toHaveLength(100);
  });
});

describe('progress callbacks', () => {
  const progress = (digest: string, over: Partial<CallbackHint> = {}) =>
    hint(digest, { claims: 'nothing', ...over });

  it('thirteen equal notices before the outcome: one signal for them, and one for the outcome', async () => {
    const { hints, results } = delivery();
    const { signals, sends, comesBack } = temporal();
    comesBack();
    for (let times = 0; times < 13; times += 1) await hints.deliver(SALE, progress('same'), sends('notice'));
    await hints.deliver(SALE, hint('true'), sends('true'));
    expect(signals).toEqual(['notice', 'true']);
    expect(results.filter((result) => result === 'repeated')).toHaveLength(12);
  });

  it('thirteen at once: one signal', async () => {
    const { hints } = delivery({ answerWithinMs: 60_000 });
    const { signals, sends, tries, comesBack } = temporal();
    const all = Array.from({ length: 13 }, () => hints.deliver(SALE, progress('same'), sends('notice')));
    await until(() => tries() > 0);
    comesBack();
    await Promise.all(all);
    expect(signals).toEqual(['notice']);
  });

  it('the same notice about another attempt: another signal', async () => {
    const { hints } = delivery();
    const { signals, sends, comesBack } = temporal();
    comesBack();
    for (const attempt of [SALE, OTHER]) await hints.deliver(attempt, progress('same'), sends(attempt));
    expect(signals).toEqual([SALE, OTHER]);
  });

  it('a hundred different notices: twenty signals, and a new number and the outcome still pass', async () => {
    const { hints } = delivery();
    const { signals, sends, comesBack } = temporal();
    comesBack();
    for (let n = 0; n < 100; n += 1) await hints.deliver(SALE, progress(`notice ${n}`), sends('notice'));
    const named = { idPosTxs: requireIdPosTxs('900001') };
    await hints.deliver(SALE, progress('named', named), sends('number'));
    await hints.deliver(SALE, progress('named again', named), sends('number again'));
    await hints.deliver(SALE, hint('true', { claims: 'declined' }), sends('true'));
    expect(signals.filter((name) => name === 'notice')).toHaveLength(20);
    expect(signals.slice(20)).toEqual(['number', 'true']);
  });

  it('one outcome is repeated without end: four hundred repeats pass for one attempt, and those of another attempt still pass', async () => {
    const { hints } = delivery();
    const { signals, sends, comesBack } = temporal();
    comesBack();
    for (let n = 0; n < 600; n += 1) await hints.deliver(SALE, hint(`outcome ${n}`), sends('sale'));
    await hints.deliver(OTHER, hint('true'), sends('other'));
    expect([signals.length, signals.at(-1)]).toEqual([402, 'other']);
  });
});
