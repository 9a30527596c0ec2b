/** An event as it stands in the stream. */
export interface StreamEvent {
  readonly id: string;
  readonly data: string;
  /** The states are numbered anew: this one is the latest. */
  readonly isReset?: true;
}

/** The service has told all there is. Without it a stream that ends was cut. */
export const END = 'end';
const END_LINE = `: ${END}`;

/** A line and its end; an end that could be the first half of one waits for the next piece. */
const LINE = /([^\r\n]*)(?:\r\n|\n|\r(?!$))/g;
const FIELD = /^([^:]+):? ?(.*)$/;

/**
 * Reads a stream of server-sent events piece by piece, wherever it is cut into pieces.
 *
 * @returns a function that takes the next piece and gives the states that are whole now. A `reset` holds the state as it is since. An event of another name is none of ours;
 * one without an id could not be resumed from. Of the comments only the one that ends the stream says something.
 */
export function createEventReader(): (piece: string) => readonly (StreamEvent | typeof END)[] {
  let rest = '';
  let fields: Record<string, string> = {};
  return (piece) => {
    const events: (StreamEvent | typeof END)[] = [];
    rest += piece;
    let end = 0;
    for (const { 0: whole, 1: line = '', index } of rest.matchAll(LINE)) {
      end = index + whole.length;
      const [, name = '', value = ''] = FIELD.exec(line) ?? [];
      const { event, id, data } = fields;
      if (line === END_LINE) events.push(END);
      if (line !== '') fields[name] = name === 'data' && data !== undefined ? `${data}\n${value}` : value;
      else if ((event === 'state' || event === 'reset') && id !== undefined && data !== undefined)
        events.push({ id, data, ...(event === 'reset' && { isReset: true as const }) });
      if (line === '') fields = {};
    }
    rest = rest.slice(end);
    return events;
  };
}
