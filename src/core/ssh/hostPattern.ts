/**
 * Patterns of ssh_config(5) and known_hosts: `*` any characters, `?` exactly one, `!` in front negates.
 * Walks both strings with one point of return, so hostile patterns cost at most length times length, never more.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  let t = 0;
  let p = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** A list matches when one pattern does and no negated one does; a list of only negations matches nothing. */
export function matchesPatternList(text: string, patterns: readonly string[]): boolean {
  let matched = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(text, pattern.slice(1))) return false;
    } else if (pattern !== '' && matchesPattern(text, pattern)) {
      matched = true;
    }
  }
  return matched;
}
