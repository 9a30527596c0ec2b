/** Columns of a line of the page. */
const WIDTH = 110;

/** @returns JSON as the page writes it: as many fields on a line as fit, nested ones indented by one space. */
export function layout(value: unknown, indent = 0): string {
  const line = onOneLine(value);
  if (indent + line.length <= WIDTH || typeof value !== 'object' || value === null) return line;
  const inner = indent + 1;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((part) => layout(part, inner))
    : Object.entries(value).map(([name, part]) => named(name, part, inner));
  return `${open}${filled(parts, inner)}${close}`;
}

function named(name: string, value: unknown, indent: number): string {
  const label = `${JSON.stringify(name)}: `;
  const line = onOneLine(value);
  // What does not fit on a line of its own is broken right after its name.
  return indent + label.length + line.length <= WIDTH
    ? `${label}${line}`
    : `${label}${layout(value, indent)}`;
}

function filled(parts: readonly string[], indent: number): string {
  const lines: string[] = [];
  parts.forEach((part, at) => {
    const text = at === parts.length - 1 ? part : `${part},`;
    const before = lines.pop();
    if (before === undefined) lines.push(text);
    else if (isBroken(before) || isBroken(text) || indent + before.length + 1 + text.length > WIDTH)
      lines.push(before, text);
    else lines.push(`${before} ${text}`);
  });
  return lines.join(`\n${' '.repeat(indent)}`);
}

function isBroken(text: string): boolean {
  return text.includes('\n');
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${onOneLine(part)}`);
  return `{${fields.join(', ')}}`;
}
