/** What `Prefer` does, for the document. */
export const PREFER =
  '`wait=N` holds the answer until the transaction is final or N seconds have passed, 0 to 330. More is cut to 330 and ' +
  'answered with `Preference-Applied`; what cannot be read is ignored.';
