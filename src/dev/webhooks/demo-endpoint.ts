/** Where `npm run listen` listens to what `npm start` sends. */
export const DEMO_WEBHOOK_PORT = 4020;

/** The address that the merchants file of `npm start` names. */
export const demoWebhookUrl = `http://127.0.0.1:${DEMO_WEBHOOK_PORT}/hooks`;
