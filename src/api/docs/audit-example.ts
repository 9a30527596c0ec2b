import { transactionExamples } from './examples.js';

const { id, idPosTxs } = transactionExamples.approved;
const atSecond = (second: string) => `2026-01-15T13:30:${second}Z`;
const transaction = { kind: 'service', id: 'transaction' };
const getnet = { kind: 'getnet', id: 'cloud' };

/** The life of an approved sale. */
export const auditExample = {
  items: [
    {
      at: atSecond('41.120'),
      actor: { kind: 'api_key', id: 'till-backend' },
      act: 'asked for a sale of CLP 5,990 on cl-till-1 with the reference ORD-1001',
      why: 'a request with an Idempotency-Key that had not been used before',
      evidence: `customId ${id}; async mode; never sent after 2026-01-15T13:31:01.120Z`,
    },
    {
      at: atSecond('41.201'),
      actor: transaction,
      act: 'took the terminal',
      why: 'a terminal serves one transaction at a time',
      evidence: `terminal/CL/SN0000000001, until 2026-01-15T13:36:49.620Z at the latest`,
    },
    {
      at: atSecond('41.402'),
      actor: getnet,
      act: `took the command and gave it the number ${idPosTxs}`,
      why: 'it answers a command at once; how the command ends is told later',
      evidence: `customId ${id}`,
    },
    {
      at: atSecond('57.910'),
      actor: getnet,
      act: `called back: claims approved for the number ${idPosTxs}`,
      why: 'a callback is a hint to ask, and never proof',
      evidence: `customId ${id}; SHA-256 of its body 718b9b5f93f4…`,
    },
    {
      at: atSecond('58.004'),
      actor: getnet,
      act: 'answered the status query: approved',
      why: 'a callback had come, and only the answer of a status query is proof',
      evidence: `number ${idPosTxs}; code 0; “Aprobado”; authorisation code 012345; voucher 42`,
    },
    {
      at: atSecond('58.004'),
      actor: transaction,
      act: 'state 3: approved',
      why: 'an answer of Getnet proves it',
      evidence:
        'money moved: yes; proven by status_query; code 0; “Aprobado”; authorisation code 012345; voucher 42',
    },
  ],
};
