import fc from 'fast-check';

/** @returns the digits with the check digit that makes them a card number. */
export function addCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const weighed = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}

/** Card numbers as networks issue them: 13 to 19 digits, beginning with 3 to 6, or 16 and more beginning with 2. */
export const cardNumber = fc
  .tuple(
    fc.constantFrom('2', '3', '4', '5', '6'),
    fc.stringMatching(/^\d{18}$/),
    fc.integer({ min: 12, max: 18 }),
  )
  .map(([first, rest, length]) =>
    addCheckDigit((first + rest).slice(0, first === '2' ? Math.max(15, length) : length)),
  );

/** The same digits as people and devices write them. */
export const writtenCardNumber = fc
  .tuple(cardNumber, fc.constantFrom('', ' ', '-', ' - ', '\u00a0'), fc.integer({ min: 3, max: 6 }))
  .map(([digits, separator, size]) => ({
    digits,
    text: (digits.match(new RegExp(`\\d{1,${size}}`, 'g')) ?? []).join(separator),
  }));
