/** The white space at the start of the line that a place is on. */
export function indentAt(source: string, offset: number): string {
  let start = offset;
  while (start > 0 && !/[\r\n]/.test(source.charAt(start - 1))) start--;
  return /^[ \t]*/.exec(source.slice(start, offset))![0];
}
