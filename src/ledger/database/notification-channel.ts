/** The channel on which the API says which transactions have changed. Wire format between processes: never renamed. */
export const NOTIFICATION_CHANNEL = 'ledger_bell';
