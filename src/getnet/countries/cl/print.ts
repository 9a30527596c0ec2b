import { z } from 'zod';
import { defineReport } from '../country.js';
import type { Command } from '../country.js';
import { isEan13 } from '../fields.js';

/** A terminal's paper takes so many characters in a line (contract §4.8). */
const LINE_LENGTH = 48;
/** Ours, so that a document stays a receipt: Getnet names no limit for these. */
const MAX_PARTS = 100;
const MAX_ITEMS = 10;
const MAX_QR_LENGTH = 300;
/** A tax stamp has some 750 characters (contract §14.7). */
const MAX_PDF417_LENGTH = 1_500;
const MAX_DOCUMENT_LENGTH = 8_000;

const printSeq = z
  .int()
  .min(1)
  .max(9_999)
  .describe(
    'Place in the document: whole numbers from 1, each larger than the one before; numbers may be left out.',
  );
const align = z.literal(['left', 'center']).default('left').describe('Where it stands on the paper.');
const encode = z
  .literal('', { error: 'must be empty: only a barcode (ean13) and a printcode (qr, pdf417) are encoded' })
  .default('')
  .describe('Empty: nothing is encoded.');
const line = z
  .string()
  .max(LINE_LENGTH, `must have at most ${LINE_LENGTH} characters, the width of the paper`)
  .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'must not contain control characters')
  .describe(`At most ${LINE_LENGTH} characters.`);

const text = z.strictObject({ printSeq, type: z.literal('text'), encode, data: line, align });

const items = z
  .array(z.record(z.string(), line))
  .min(1)
  .max(MAX_ITEMS)
  .refine((list) => list.every((item, place) => Object.keys(item).join() === `item${place}`), {
    error: 'must be one object for each item, in order: [{"item0": "…"}, {"item1": "…"}]',
  })
  .describe(
    `One object for each item, in order: [{"item0": "…"}, {"item1": "…"}]. At most ${MAX_ITEMS} items of at most ` +
      `${LINE_LENGTH} characters.`,
  );
const array = z.strictObject({ printSeq, type: z.literal('array'), encode, data: items, align });

const NO_EAN13 = 'must be 13 digits, the last one the right check digit';

const barcode = z.strictObject({
  printSeq,
  type: z.literal('barcode'),
  encode: z
    .literal('ean13', { error: 'must be ean13, the only barcode; qr and pdf417 are of type printcode' })
    .describe('The only barcode there is.'),
  data: z
    .string()
    .regex(/^\d{13}$/, { error: NO_EAN13, abort: true })
    .refine(isEan13, NO_EAN13)
    .describe('13 digits, the last one the check digit.'),
  align,
});

const printcode = z
  .strictObject({
    printSeq,
    type: z.literal('printcode'),
    encode: z
      .literal(['qr', 'pdf417'], { error: 'must be qr or pdf417; ean13 is of type barcode' })
      .describe('A QR code, or a PDF417 as on a tax stamp.'),
    data: z
      .string()
      .min(1)
      .max(MAX_PDF417_LENGTH)
      .describe(
        `What the code says: at most ${MAX_QR_LENGTH} characters of a qr, ${MAX_PDF417_LENGTH} of a pdf417.`,
      ),
    align,
  })
  .refine(({ encode, data }) => encode === 'pdf417' || data.length <= MAX_QR_LENGTH, {
    path: ['data'],
    error: `must have at most ${MAX_QR_LENGTH} characters in a qr; a pdf417 takes ${MAX_PDF417_LENGTH}`,
  });

const part = z.discriminatedUnion('type', [text, array, barcode, printcode]);
type Part = z.infer<typeof part>;

/** A document to print, part by part (contract §4.8; what goes with what: §14.7). */
const documentDetails = z
  .array(part)
  .min(1)
  .max(MAX_PARTS)
  .refine(isInOrder, { error: 'must have a printSeq that grows from part to part' })
  .refine((parts) => measureParts(parts) <= MAX_DOCUMENT_LENGTH, {
    error: `must have at most ${MAX_DOCUMENT_LENGTH} characters in all`,
  })
  .describe(
    `The document, from top to bottom: at most ${MAX_PARTS} parts and ${MAX_DOCUMENT_LENGTH} characters in all.`,
  );

function isInOrder(parts: readonly Part[]): boolean {
  return parts.every(({ printSeq }, place) => printSeq > (parts[place - 1]?.printSeq ?? 0));
}

function measureParts(parts: readonly Part[]): number {
  return parts.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0);
}

/** Contract §4.8. */
export const print: Command = defineReport({
  path: 'printservice',
  functionCode: 117,
  options: z.strictObject({ details: documentDetails }),
  personal: ['details'],
});
