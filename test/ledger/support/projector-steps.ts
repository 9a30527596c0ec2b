/** Every statement by which a projector moves on, in the order of its work, by what is in its text. */
export const projectorSteps: Readonly<Record<string, string>> = {
  'how far the ends are read is looked up': '^select at from projection_marks',
  'the new ones among the ended runs are looked up': '^select run_id from closed_runs',
  'the clock is read': 'clock_timestamp\\(\\) as now',
  'a transaction begins': '^begin',
  'rows are written': '^insert into transactions',
  'old attempts are taken away': '^delete from attempts',
  'attempts are written': '^insert into attempts',
  'the chain is locked': 'pg_advisory_xact_lock',
  'what is not chained is looked up': '^select id, merchant',
  'the chain grows': '^insert into audit_entries',
  'the transaction ends': '^commit',
  'gaps are closed': '^delete from projection_gaps',
  'leases are written': '^insert into leases',
  'the ended runs are noted': '^insert into closed_runs',
  'a mark is advanced': '^insert into projection_marks',
  'a slice is counted': '^select count\\(\\*\\) from closed_runs',
};
