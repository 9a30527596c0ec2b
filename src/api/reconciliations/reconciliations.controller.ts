import { Body, Controller, Get, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../config/merchants/merchants.js';
import { FromCaller } from '../auth/authenticate.js';
import { Needs, RolesGuard } from '../auth/roles.guard.js';
import { readOperatorBody } from '../operator/read-operator-body.js';
import { readIdempotencyKey } from '../transactions/idempotency-key.js';
import { reconciliationBody, settlementBody } from './read-reconciliation-body.js';
import { ReadReconciliationDocs, SettleDocs, StartReconciliationDocs } from './reconciliations.docs.js';
import { Reconciliations } from './reconciliations.service.js';
import { renderReconciliation } from './render-reconciliation.js';

/** A terminal's own numbers against ours. */
@Controller('v1/reconciliations')
@UseGuards(RolesGuard)
export class ReconciliationsController {
  constructor(private readonly reconciliations: Reconciliations) {}

  @Post()
  @HttpCode(202)
  @Needs('operator')
  @StartReconciliationDocs()
  async start(
    @FromCaller() caller: Caller,
    @Req() { body, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const header = headers['idempotency-key'];
    const key = header === undefined ? undefined : readIdempotencyKey(header);
    const request = { caller, key, body: readOperatorBody(reconciliationBody, body) };
    const started = renderReconciliation(await this.reconciliations.start(request));
    void reply.header('location', started.links.self);
    return started;
  }

  @Get(':id')
  @Needs('operator')
  @ReadReconciliationDocs()
  async read(@FromCaller() caller: Caller, @Param('id') id: string) {
    return renderReconciliation(await this.reconciliations.read(caller, id));
  }

  @Post(':id/resolution')
  @HttpCode(200)
  @Needs('operator')
  @SettleDocs()
  async settle(@FromCaller() caller: Caller, @Param('id') id: string, @Body() body: unknown) {
    const request = readOperatorBody(settlementBody, body);
    return renderReconciliation(await this.reconciliations.settle(caller, id, request));
  }
}
