/**
 * Abbreviated month names as `strftime("%b")` and loggers print them, lower case, without a trailing dot.
 * Daemons that format stamps in the system's locale put these into otherwise traditional lines
 * (`Okt 15 10:00:00`, `déc. 15`, `Απρ 15`).
 */
const names: readonly (readonly string[])[] = [
  // en de fr it es pt nl el pl; several languages share a spelling
  ['jan', 'jän', 'janv', 'gen', 'ene', 'ιαν', 'sty'],
  ['feb', 'févr', 'fév', 'fevr', 'fev', 'φεβ', 'lut'],
  ['mar', 'mär', 'mrz', 'mars', 'märz', 'mrt', 'μαρ', 'μάρ'],
  ['apr', 'avr', 'avril', 'abr', 'απρ', 'kwi'],
  ['may', 'mai', 'mag', 'mei', 'μαι', 'μαΐ', 'μάι', 'maj'],
  ['jun', 'juin', 'juni', 'giu', 'ιουν', 'ιούν', 'cze'],
  ['jul', 'juil', 'juli', 'lug', 'ιουλ', 'ιούλ', 'lip'],
  ['aug', 'août', 'aoû', 'aout', 'ago', 'αυγ', 'αύγ', 'sie'],
  ['sep', 'sept', 'set', 'σεπ', 'wrz'],
  ['oct', 'okt', 'ott', 'out', 'οκτ', 'paź'],
  ['nov', 'νοε', 'νοέ', 'lis'],
  ['dec', 'dez', 'déc', 'dic', 'δεκ', 'gru'],
];

const byName = new Map(
  names.flatMap((spellings, index) => spellings.map((name) => [name, index + 1] as const)),
);

/** 1 to 12, or null when the word is no month name we know. */
export function monthOf(word: string): number | null {
  const name = (word.endsWith('.') ? word.slice(0, -1) : word).normalize('NFC').toLowerCase();
  return byName.get(name) ?? null;
}
