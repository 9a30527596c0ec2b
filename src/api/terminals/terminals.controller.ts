import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import type { Caller } from '../../config/merchants/merchants.js';
import { FromCaller } from '../auth/authenticate.js';
import { RolesGuard } from '../auth/roles.guard.js';
import { renderTerminal } from './render-terminal.js';
import { TerminalDocs, TerminalsDocs } from './terminals.docs.js';
import { Terminals } from './terminals.service.js';

/** A merchant's terminals. */
@Controller('v1/terminals')
@UseGuards(RolesGuard)
export class TerminalsController {
  constructor(private readonly terminals: Terminals) {}

  @Get()
  @TerminalsDocs()
  async all(@FromCaller() caller: Caller) {
    return { items: (await this.terminals.readAllOf(caller)).map(renderTerminal), nextCursor: null };
  }

  @Get(':terminalId')
  @TerminalDocs()
  async one(@FromCaller() caller: Caller, @Param('terminalId') terminalId: string) {
    return renderTerminal(await this.terminals.readOne(caller, terminalId));
  }
}
