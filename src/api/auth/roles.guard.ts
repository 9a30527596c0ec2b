import { Injectable, SetMetadata } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../../config/merchants/merchants.js';
import { problem } from '../problems/problem.js';
import { requireCaller } from './authenticate.js';

const ROLE = 'role';

/** The role a route takes; a route that names none takes any. */
export const Needs = (role: Role) => SetMetadata(ROLE, role);

/** Lets a key do what its roles cover. */
@Injectable()
export class RolesGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const role = Reflect.getMetadata(ROLE, context.getHandler()) as Role | undefined;
    const { roles } = requireCaller(context.switchToHttp().getRequest<FastifyRequest>());
    if (role === undefined || roles.includes(role)) return true;
    throw problem('forbidden', `This takes an API key with the role "${role}". Nothing was started.`);
  }
}
