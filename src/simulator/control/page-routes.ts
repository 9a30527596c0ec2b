import { jsonReply } from '../http/reply.js';
import { page } from '../page/page.js';
import { renderScreens } from '../page/screens.js';
import type { Route } from './route.js';

/** The virtual terminal, and what it draws; it acts through the routes that everybody uses. */
export const pageRoutes: readonly Route[] = [
  { method: 'GET', path: '', run: () => page },
  { method: 'GET', path: '/screens', run: ({ world }) => jsonReply(renderScreens(world)) },
];
