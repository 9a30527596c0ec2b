/** Whether a text is a Chilean tax id (RUT) with the right check digit, modulo 11; dots and hyphen may be left out. */
export function isTaxId(text: string): boolean {
  const [, digits = '', check = ''] =
    /^(\d{1,8})-?([\dK])$/.exec(text.replaceAll('.', '').toUpperCase()) ?? [];
  return digits !== '' && check === calculateCheckDigit(digits);
}

function calculateCheckDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, place) => total + Number(digit) * ((place % 6) + 2), 0);
  return '123456789K0'.charAt((11 - (sum % 11) + 10) % 11);
}
