/** The spec files that judge a change, as paths from the root of the project. */
export function findSpecFiles(): readonly string[];
