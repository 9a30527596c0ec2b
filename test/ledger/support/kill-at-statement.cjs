'use strict';
// Loaded before the ledger's process: it kills that process right before, or right after, the first statement of the projector that
// matches. KILL_AT is a regular expression, KILL_WHEN is "before" or "after".
const { Client } = require('pg');

const step = new RegExp(process.env.KILL_AT ?? '(?!)', 'i');
const isBefore = process.env.KILL_WHEN === 'before';
const query = Client.prototype.query;
const die = () => process.kill(process.pid, 'SIGKILL');

Client.prototype.query = function (config, ...others) {
  const text = typeof config === 'string' ? config : (config?.text ?? '');
  const isProjector = this.connectionParameters?.application_name === 'ledger projector';
  if (!isProjector || !step.test(text)) return query.call(this, config, ...others);
  if (isBefore) die();
  const callback = others.at(-1);
  if (typeof callback === 'function')
    return query.call(this, config, ...others.slice(0, -1), (...answer) => {
      die();
      callback(...answer);
    });
  return query.call(this, config, ...others).then((answer) => {
    die();
    return answer;
  });
};
