/** What a terminal reads from a card, as the result carries it. Contract §4.0. */
export interface CardRead {
  readonly bin: string;
  /** `YYMM`. */
  readonly expiryDate: string;
  readonly last4Digits: string;
  readonly cardBrand: string;
  readonly cardType: string;
}

/** The card of a customer who was given no other. Invented. */
export const inventedCard: CardRead = {
  bin: '00000000',
  expiryDate: '3001',
  last4Digits: '1234',
  cardBrand: 'MC',
  cardType: 'CR',
};

/** The card that was read: the invented one, but for what is told of another. */
export function completeCard(scripted: Partial<CardRead> = {}): CardRead {
  return { ...inventedCard, ...scripted };
}
