import { describe, expect, it } from '@jest/globals';
import { resolutionVerdicts } from '../../src/domain/resolution.js';
import { leaseWorkflowId } from '../../src/workflows/terminal-lease.messages.js';
import { declined } from '../support/terms.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { openOperatorWorld } from './support/operator-world.js';
import { buildSaleBody } from './support/running-api.js';
import { merchants } from './support/shop.js';

const stories = openOperatorWorld({ waiting: 3 * resolutionVerdicts.length });
const {
  getnet,
  sellWithUnknownOutcome,
  sellWithUnknownOutcomes,
  waitingSale,
  resolve,
  release,
  read,
  findCase: caseOf,
  findAnsweredCase: answeredCaseOf,
  takeNewTerminal,
} = stories;

describe('the release of a terminal', () => {
  const lease = (terminalId: string) => {
    const terminal = stories.world.api.settings.merchants.findTerminal(merchants.chile, terminalId);
    if (terminal === undefined) throw new Error(`there is no ${terminalId}`);
    return stories.world.temporal.client.workflow
      .getHandle(leaseWorkflowId({ country: 'CL', serialNumber: terminal.serialNumber.toUpperCase() }))
      .describe();
  };

  it('it is free: answered so', async () => {
    const terminalId = takeNewTerminal();
    expect(await release(terminalId)).toMatchObject({ status: 200, body: { id: terminalId, state: 'free' } });
  });

  it('its holder may be live: refused, and the lease stays', async () => {
    getnet.acknowledges();
    getnet.says({ kind: 'pending' });
    const terminalId = takeNewTerminal();
    const { body } = await stories.world.api.start(buildSaleBody(terminalId));
    expect(await release(terminalId)).toMatchObject({
      status: 409,
      body: { code: 'terminal-in-use', holder: body.id, busyUntil: expect.any(String) },
    });
    expect((await lease(terminalId)).status.name).toBe('RUNNING');
  });

  it('Getnet proves the outcome when it is asked: the holder itself gives the terminal back', async () => {
    getnet.acknowledges();
    getnet.says({ kind: 'pending' });
    const terminalId = takeNewTerminal();
    const { body } = await stories.world.api.start(buildSaleBody(terminalId));
    await stories.world.becomes(body.id, 'needs_attention');
    getnet.says(declined());
    expect(await release(terminalId)).toMatchObject({ status: 200, body: { state: 'free' } });
    expect((await read(body.id)).body.status).toBe('declined');
  });

  it('a person settled its holder: refused until the bound, because a verdict proves nothing about the terminal', async () => {
    const { id, terminalId } = await sellWithUnknownOutcome();
    await resolve(id, 'declined');
    const running = await lease(terminalId);
    expect(running.status.name).toBe('RUNNING');
    const refused = await release(terminalId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'terminal-in-use' } });
    expect(refused.body.detail).toContain('proves nothing');
  });

  it('its holder was terminated and Getnet called back afterwards: what its recovery found is proof, and the reason names all', async () => {
    getnet.acknowledges();
    getnet.says({ kind: 'pending' });
    const terminalId = takeNewTerminal();
    const { body } = await stories.world.api.start(buildSaleBody(terminalId));
    await stories.world.run(body.id).terminate('by hand');
    expect(await release(terminalId)).toMatchObject({ status: 409 });
    getnet.says(declined());
    await stories.world.api.ask(buildCallbackPath(body.id), {
      method: 'POST',
      body: buildCallbackBody(1006),
    });
    await stories.world.temporal.client.workflow.getHandle(`recovery/${body.id}`).result();
    expect(await release(terminalId)).toMatchObject({ status: 200, body: { state: 'free' } });
    const { workflowId, runId } = await lease(terminalId);
    const failure = await stories.world.temporal.client.workflow
      .getHandle(workflowId, runId)
      .result()
      .catch((error: unknown) => (error as { cause: Error }).cause.message);
    expect(failure).toMatch(
      new RegExp(
        `^given back for ${body.id} \\(run [0-9a-f-]{36}\\): .+; released by operator support: a queue`,
      ),
    );
  });
});

describe('every state', () => {
  const acknowledged = async () => {
    getnet.acknowledges();
    getnet.says({ kind: 'pending' });
    return sellWithUnknownOutcomes(resolutionVerdicts.length);
  };
  const waiting = () => Promise.all(resolutionVerdicts.map(() => waitingSale()));
  const claimed = async () => {
    const sales = await waiting();
    for (const { id } of sales)
      await stories.world.api.ask(buildCallbackPath(id), {
        method: 'POST',
        body: buildCallbackBody(0, 900_088),
      });
    return sales;
  };
  const terminated = async () => {
    const sales = await waiting();
    for (const { id, terminalId } of sales) {
      // A lease that lost its holder would begin the recovery between list and route.
      await stories.world.endLease(terminalId);
      await stories.world.run(id).terminate('by hand');
    }
    return sales;
  };

  it.each([
    ['an acknowledgement was lost', waiting, answeredCaseOf],
    ['Getnet never said how it ended', acknowledged, answeredCaseOf],
    ['a callback claims an approval', claimed, answeredCaseOf],
    ['terminated by hand', terminated, caseOf],
  ])(
    '%s: an act that the list allows is taken by its route, one that it does not allow is refused',
    async (_, reach, findCase) => {
      const sales = await reach();
      for (const [place, verdict] of resolutionVerdicts.entries()) {
        const id = sales[place]?.id ?? '';
        const { acts } = await findCase(id);
        const act = acts.find((one) => one.act === `resolve_${verdict}`);
        const { status, body } = await resolve(id, verdict);
        const taken = { verdict, allowed: status === 200 };
        expect(taken).toEqual({ verdict, allowed: act?.allowed });
        if (act?.allowed === false) expect(body.code).toMatch(/^(evidence-contradicts|not-in-attention)$/);
      }
    },
  );
});
