import { Controller, Get, Query, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../config/merchants/merchants.js';
import { FromCaller } from '../auth/authenticate.js';
import { RolesGuard } from '../auth/roles.guard.js';
import type { ExportFormat } from './export-format.js';
import { ExportDocs } from './exports.docs.js';
import { Exports } from './exports.service.js';

export const exportTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
};

/** Files of a merchant's transactions. */
@Controller('v1/exports')
@UseGuards(RolesGuard)
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Get('transactions')
  @ExportDocs()
  async read(@FromCaller() caller: Caller, @Query() query: unknown, @Res() reply: FastifyReply) {
    const { format, content } = await this.exports.open(caller, query);
    return reply
      .header('content-disposition', `attachment; filename="transactions.${format}"`)
      .type(exportTypes[format])
      .send(content);
  }
}
