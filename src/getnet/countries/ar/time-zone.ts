/** Where an Argentine day begins. */
export const TIME_ZONE = 'America/Argentina/Buenos_Aires';
