import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../config/merchants/merchants.js';
import { FromCaller, requireCaller } from '../auth/authenticate.js';
import { Needs, RolesGuard } from '../auth/roles.guard.js';
import { parseTransactionId } from '../../domain/ids.js';
import { addNotes } from '../http/request-notes.js';
import { renderTerminal } from '../terminals/render-terminal.js';
import { render } from '../../rendering/render-transaction.js';
import { Attention } from './attention.service.js';
import { readPage } from './attention-page.js';
import { AttentionDocs, ReleaseDocs, ResolutionDocs } from './operator.docs.js';
import { readOperatorBody, releaseBody, resolutionBody } from './read-operator-body.js';
import { Releases } from './release.service.js';
import { renderCase } from './render-case.js';
import { Resolutions } from './resolution.service.js';

/** What people do where the service cannot go on by itself. */
@Controller('v1/operator')
@UseGuards(RolesGuard)
export class OperatorController {
  constructor(
    private readonly attention: Attention,
    private readonly resolutions: Resolutions,
    private readonly releases: Releases,
  ) {}

  @Get('attention')
  @Needs('operator')
  @AttentionDocs()
  async list(@FromCaller() caller: Caller, @Query() query: unknown) {
    const { items, nextCursor } = await this.attention.list(caller, readPage(query));
    const nowMs = Date.now();
    return { items: items.map((one) => renderCase(one, nowMs)), nextCursor };
  }

  @Post('transactions/:id/resolution')
  @HttpCode(200)
  @Needs('operator')
  @ResolutionDocs()
  async resolve(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (parseTransactionId(id) !== undefined) addNotes(request, { transactionId: id });
    const body = readOperatorBody(resolutionBody, request.body);
    const resolved = await this.resolutions.resolve({ caller: requireCaller(request), id, body });
    if (resolved.kind === 'settled') return render(resolved.net);
    void reply.status(202);
    return { proposed: true };
  }

  @Post('terminals/:terminalId/release')
  @HttpCode(200)
  @Needs('operator')
  @ReleaseDocs()
  async release(
    @FromCaller() caller: Caller,
    @Param('terminalId') terminalId: string,
    @Body() body: unknown,
  ) {
    const request = { caller, terminalId, body: readOperatorBody(releaseBody, body) };
    return renderTerminal(await this.releases.release(request));
  }
}
