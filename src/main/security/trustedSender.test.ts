import { describe, expect, it } from 'vitest';
import { isTrustedSender } from './trustedSender.ts';

const own = new Set([7]);
const page = (url: string, id = 7) => {
  const mainFrame = { url };
  return { senderFrame: mainFrame, sender: { id, mainFrame } };
};

describe('isTrustedSender', () => {
  it('trusts the top frame of our own window showing our own page', () => {
    expect(isTrustedSender(page('app://mailtriage/index.html#/wizard'), own)).toBe(true);
  });

  it('trusts nobody else', () => {
    expect(isTrustedSender(page('app://mailtriage/', 8), own)).toBe(false);
    expect(isTrustedSender(page('app://mailtriage.evil/'), own)).toBe(false);
    expect(isTrustedSender(page('https://mailtriage/'), own)).toBe(false);
    expect(isTrustedSender(page('file:///index.html'), own)).toBe(false);
    expect(isTrustedSender(page('about:blank'), own)).toBe(false);
    expect(isTrustedSender({ ...page('app://mailtriage/'), senderFrame: null }, own)).toBe(false);
    expect(
      isTrustedSender({ ...page('app://mailtriage/'), senderFrame: { url: 'app://mailtriage/' } }, own),
    ).toBe(false);
  });
});
