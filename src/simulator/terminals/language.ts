/** The language of a terminal's and its cloud's texts; `es-accented` is Spanish as people write it. Contract §11.1 row 5. */
export const languages = ['en', 'es', 'es-accented'] as const;
export type Language = (typeof languages)[number];
