import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAppRequest } from './appRequest.ts';

const statusOf = (url: string, method = 'GET'): number => {
  const answer = resolveAppRequest(method, url);
  return answer.kind === 'refused' ? answer.status : 200;
};

describe('resolveAppRequest', () => {
  it('serves the files a window is made of', () => {
    expect(resolveAppRequest('GET', 'app://mailtriage/')).toEqual({
      kind: 'file',
      path: ['index.html'],
      type: 'text/html; charset=utf-8',
    });
    expect(resolveAppRequest('GET', 'app://mailtriage/assets/index-pt268F_U.js?x#y')).toEqual({
      kind: 'file',
      path: ['assets', 'index-pt268F_U.js'],
      type: 'text/javascript; charset=utf-8',
    });
  });

  it.each([
    'app://mailtriage/../../etc/passwd.html',
    'app://mailtriage/%2e%2e/%2e%2e/secret.json',
    'app://mailtriage/..%2f..%2fsecret.json',
    'app://mailtriage/assets/..%5c..%5csecret.json',
    'app://mailtriage/C:/secret.json',
    'app://mailtriage//etc/secret.json',
    'app://mailtriage/a%00.html',
    'app://mailtriage/%252e%252e/secret.json',
  ])('never leaves its folder for %s', (url) => {
    const answer = resolveAppRequest('GET', url);
    if (answer.kind === 'file') expect(answer.path).not.toContain('..');
    else expect([403, 404]).toContain(answer.status);
  });

  it('never leaves its folder, whatever is asked', () => {
    const folder = resolve('/srv/window');
    const nasty = fc.stringMatching(/^(?:\.\.|%2e|%2f|%5c|\/|\\|[a-z]|%00|:|\.html|\.js)*$/);
    fc.assert(
      fc.property(nasty, (path) => {
        const answer = resolveAppRequest('GET', `app://mailtriage/${path}`);
        if (answer.kind === 'file') expect(join(folder, ...answer.path).startsWith(folder + sep)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses other hosts, schemes, methods and kinds of files', () => {
    expect(statusOf('app://mailtriage.evil.example/index.html')).toBe(403);
    expect(statusOf('app://evil@mailtriage/index.html')).toBe(403);
    expect(statusOf('https://mailtriage/index.html')).toBe(403);
    expect(statusOf('app://mailtriage/index.html', 'POST')).toBe(405);
    expect(statusOf('app://mailtriage/assets/index.js.map')).toBe(404);
    expect(statusOf('app://mailtriage/assets')).toBe(404);
    expect(statusOf('app://mailtriage/x.constructor')).toBe(404);
    expect(statusOf('app://mailtriage/%zz.html')).toBe(400);
    expect(statusOf('no url')).toBe(403);
  });
});
