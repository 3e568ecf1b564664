const ESCAPE_SEQUENCE = /\u001b(?:\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,256}\u0007|[@-Z\\-_])/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A server's own words (prompts, banners, refusals) made fit to show: no terminal sequences, no text direction tricks,
 * not longer than `maxLength`. Tabs and line feeds stay.
 */
export function plainServerText(text: string, maxLength = 2000): string {
  const plain = text
    .slice(0, maxLength * 4)
    .replace(/\r\n/g, '\n')
    .replace(ESCAPE_SEQUENCE, '')
    .replace(CONTROL, '');
  return plain.length > maxLength ? `${plain.slice(0, maxLength)}…` : plain;
}
