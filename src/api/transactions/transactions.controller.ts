import { Controller, Get, Inject, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { parseTransactionId } from '../../domain/ids.js';
import { requireCaller } from '../auth/authenticate.js';
import { Needs, RolesGuard } from '../auth/roles.guard.js';
import { StartRateGuard } from '../auth/rate-limit.guards.js';
import { getClientGoneSignal } from '../http/client-gone.js';
import { addNotes } from '../http/request-notes.js';
import { METRICS } from '../metrics/metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import { render } from '../../rendering/render-transaction.js';
import { buildPreferenceHeader, renderStart } from './render-start.js';
import { createWaitUntil, readWait } from '../http/prefer.js';
import { ReadDocs, StartDocs } from './transactions.docs.js';
import { readStartRequest } from './start-request.js';
import { NetTransactions } from './net-transactions.service.js';
import type { Started } from './transactions.service.js';

/** Operations on terminals. */
@Controller('v1/transactions')
@UseGuards(RolesGuard)
export class TransactionsController {
  constructor(
    private readonly transactions: NetTransactions,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Post()
  @Needs('payments')
  @UseGuards(StartRateGuard)
  @StartDocs()
  async start(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const wait = readWait(request.headers['prefer']);
    const started = await this.transactions.start(readStartRequest(request, wait, this.environment));
    addNotes(request, { customId: started.snapshot.accepted.customId });
    this.count(started);
    const { status, headers, body } = renderStart(started, wait, this.environment.LIFECYCLE_LIMIT);
    void reply.status(status).headers(headers);
    return body;
  }

  @Get(':id')
  @ReadDocs()
  async read(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const wait = readWait(request.headers['prefer']);
    if (parseTransactionId(id) !== undefined) addNotes(request, { transactionId: id });
    const caller = requireCaller(request);
    const waitUntil = createWaitUntil(wait, Date.now(), getClientGoneSignal(request));
    const net = await this.transactions.read({ caller, id, waitUntil });
    void reply.headers(buildPreferenceHeader(wait));
    return render(net);
  }

  private count({ snapshot, replayed }: Started): void {
    const { type, terminal } = snapshot.accepted;
    if (replayed) this.metrics.countReplay();
    else this.metrics.countStart({ type, country: terminal.country });
  }
}
