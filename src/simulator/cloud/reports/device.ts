import { textUpTo, trueOrFalse, wholeNumber } from '../fields.js';
import { defineReport } from './report.js';

/** `POST poll`, 106: whether cloud and terminal can talk. Contract §4.5. */
export const poll = defineReport({ path: 'poll', code: 106, countries: ['CL', 'AR'] });

/** `POST params`, 114: information about the terminal, of which nothing is known. Contract §4.7. */
export const params = defineReport({
  path: 'params',
  code: 114,
  countries: ['AR'],
  buildFields: ({ terminal }) => ({ terminalId: terminal.idTerminal }),
});

/** `POST normalmode`, 107: back to stand-alone use; the simulator's terminal serves on. Contract §4.8. */
export const normalMode = defineReport({ path: 'normalmode', code: 107, countries: ['AR'] });

/** `POST c2cmode`, 129: attended or not; the simulator's terminal makes no difference. Contract §4.8. */
export const unattendedMode = defineReport({
  path: 'c2cmode',
  code: 129,
  countries: ['CL'],
  rules: { c2cMode: { ...trueOrFalse, required: true } },
});

/** `POST bioauth`, 121: validates an identity; whom it finds is not known to be told. Contract §4.8. */
export const identityCheck = defineReport({
  path: 'bioauth',
  code: 121,
  countries: ['CL'],
  rules: {
    rutToValidate: {
      expected: 'a Chilean tax id with its check digit, at most 12 characters',
      required: true,
      accepts: (value) => textUpTo(12).accepts(value) && isTaxId(String(value)),
    },
    authType: wholeNumber(0, 99),
  },
});

/** `POST shift`, 135. Contract §4.7: the misspelling is the console's. */
export const shift = defineReport({
  path: 'shift',
  code: 135,
  countries: ['AR'],
  rules: {
    shiftOperation: wholeNumber(0, 99),
    numberOfShift: wholeNumber(0, 9_999),
    skiptConfirmation: trueOrFalse,
  },
});

/** `POST shiftReport`, 136. Contract §4.7. */
export const shiftReport = defineReport({ path: 'shiftreport', code: 136, countries: ['AR'] });

/**
 * `POST cancelsale`, 116: cancels the sale that waits for its card; the one command for a busy terminal. From the extra
 * wait on, and where no sale runs, it is declined: invented. Contract §4.6.
 */
export const cancelSale = defineReport({
  path: 'cancelsale',
  code: 116,
  countries: ['AR'],
  allowedWhileBusy: true,
  buildFields: (_, { cancelWaitingSale }) => (cancelWaitingSale() ? {} : 'refused'),
});

/** Whether a text is a Chilean tax id (RUT) with the right check digit, modulo 11; dots and hyphen may be left out. */
function isTaxId(text: string): boolean {
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
