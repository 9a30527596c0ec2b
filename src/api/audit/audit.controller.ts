import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parseTransactionId } from '../../domain/ids.js';
import { requireCaller } from '../auth/authenticate.js';
import { RolesGuard } from '../auth/roles.guard.js';
import { addNotes } from '../http/request-notes.js';
import { AuditDocs } from './audit.docs.js';
import { Audit } from './audit.service.js';

/** What became of a transaction, told in words. */
@Controller('v1/transactions')
@UseGuards(RolesGuard)
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get(':id/audit')
  @AuditDocs()
  async read(@Req() request: FastifyRequest, @Param('id') id: string) {
    if (parseTransactionId(id) !== undefined) addNotes(request, { transactionId: id });
    return { items: await this.audit.read(requireCaller(request), id) };
  }
}
