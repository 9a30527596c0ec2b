import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { findProblemKind } from './catalogue.js';
import { renderProblemIndexPage, renderProblemPage } from './problem-page.js';
import { notFoundProblem } from './problem.js';

/** The pages that a problem's `type` leads to. */
@ApiExcludeController()
@Controller('problems')
export class ProblemsController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  index(): string {
    return renderProblemIndexPage();
  }

  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  one(@Param('code') code: string): string {
    const kind = findProblemKind(code);
    if (kind === undefined)
      throw notFoundProblem('There is no such problem code: GET /problems lists them all.');
    return renderProblemPage(kind);
  }
}
