import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import type { Caller } from '../../config/merchants/merchants.js';
import { FromCaller } from '../auth/authenticate.js';
import { RolesGuard } from '../auth/roles.guard.js';
import { ListDocs } from './ledger.docs.js';
import { TransactionList } from './transaction-list.service.js';

/** A merchant's transactions, newest first. */
@Controller('v1/transactions')
@UseGuards(RolesGuard)
export class TransactionListController {
  constructor(private readonly list: TransactionList) {}

  @Get()
  @ListDocs()
  read(@FromCaller() caller: Caller, @Query() query: unknown) {
    return this.list.read(caller, query);
  }
}
