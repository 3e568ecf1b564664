/** Messages picked from a list travel as one fact, their numbers or IDs separated by commas. */
export function messageNumbersApart(selection: string): readonly string[] {
  return [...new Set(selection.split(',').map((item) => item.trim()))].filter((item) => item !== '');
}
