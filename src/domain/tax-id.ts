/** The check digit of a Chilean tax id (RUT): modulo 11, weights 2 to 7 from the right, `K` for 10. @param number digits alone. */
export function taxIdCheckDigit(number: string): string {
  const sum = [...number]
    .reverse()
    .reduce((total, digit, place) => total + Number(digit) * (2 + (place % 6)), 0);
  const rest = (11 - (sum % 11)) % 11;
  return rest === 10 ? 'K' : String(rest);
}
