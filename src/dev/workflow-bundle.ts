import { distPath } from './project-root.js';

/** The workflows as the worker runs them and replay reads them; `npm run build` writes it. */
export const bundlePath = distPath('workflow-bundle.cjs');
