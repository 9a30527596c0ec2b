export const byQuery = { outcome: { moneyMoved: 'yes', evidence: 'status_query' } };
export const once = { received: 1, executed: 1 };
export const never = { executed: 0 };
