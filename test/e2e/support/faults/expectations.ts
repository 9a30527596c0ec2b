export const provenByQuery = { outcome: { moneyMoved: 'yes', evidence: 'status_query' } };
export const executedOnce = { received: 1, executed: 1 };
export const notExecuted = { executed: 0 };
