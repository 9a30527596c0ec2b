/** JSON of a value; a bigint becomes a JSON number with all of its digits. */
export function stringifyJson(value: unknown): string {
  // A private mark: JSON itself has no number that JavaScript cannot hold.
  const mark = '\ue000';
  const text = JSON.stringify(value, (_name, field: unknown) =>
    typeof field === 'bigint' ? `${mark}${String(field)}${mark}` : field,
  );
  return text.replaceAll(new RegExp(`"${mark}(\\d+)${mark}"`, 'g'), '$1');
}
