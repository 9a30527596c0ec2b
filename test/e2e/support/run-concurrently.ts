/** Something that happens, told by its test. */
export interface Story {
  /** The whole sentence, cause first. */
  readonly title: string;
}

/**
 * Begins all stories, so many of them at a time, and gives each test the end of its own: jest itself runs five at a time.
 *
 * @returns how one of them ended; rejected where it failed.
 */
export function runConcurrently<S extends Story>(
  stories: readonly S[],
  play: (story: S) => Promise<void>,
  atOnce = 16,
): (story: S) => Promise<void> {
  const ends = new Map<S, Promise<void>>();
  const lanes = Array.from({ length: atOnce }, () => Promise.resolve());
  stories.forEach((story, index) => {
    const lane = index % atOnce;
    const end = (lanes[lane] ?? Promise.resolve()).then(() => play(story));
    // A failure belongs to the test that asks for this end.
    lanes[lane] = end.catch(() => undefined);
    ends.set(story, end);
  });
  return (story) => ends.get(story) ?? Promise.reject(new Error(`No story was begun: ${story.title}`));
}
