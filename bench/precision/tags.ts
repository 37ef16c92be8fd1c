/** The tag that the generator gave to this call: calls among its arguments have their own. */
export function tagIn(
  source: string,
  call: { readonly start: number; readonly end: number },
  calls: readonly { readonly start: number; readonly end: number }[],
): string | undefined {
  let text = source.slice(call.start, call.end);
  for (const { start, end } of calls)
    if (call.start < start && end <= call.end) text = text.replace(source.slice(start, end), "");
  return /"(?:[^"]*\/)?(t\d+)\b(?:\/[^"]*)?"/.exec(text)?.[1];
}
