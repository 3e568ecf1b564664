/** Where the window comes from. A scheme of our own, because `file:` may read every file of the user. */
export const appScheme = 'app';
const appHost = 'mailtriage';
export const appUrl = `${appScheme}://${appHost}/`;

/** True for pages of our own; compared part by part, since a prefix would let `app://mailtriage.evil` in. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${appScheme}:` && host === appHost && username === '' && password === '';
}
