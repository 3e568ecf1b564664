import { isAppUrl } from './security/appOrigin.ts';

/** Kinds of files a built window consists of; others are not served. */
const typeByEnding: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
};

export type AppAnswer =
  | { readonly kind: 'file'; readonly path: readonly string[]; readonly type: string }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405 };

const refuse = (status: 400 | 403 | 404 | 405): AppAnswer => ({ kind: 'refused', status });

/**
 * Which file of the window a request means, as path segments below its folder. Pure. Refuses everything that could
 * leave the folder on any system: `..` in every encoding, back slashes, drive letters, NUL.
 */
export function resolveAppRequest(method: string, url: string): AppAnswer {
  if (method !== 'GET') return refuse(405);
  if (!isAppUrl(url)) return refuse(403);
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return refuse(400);
  }
  const segments = (path === '/' ? '/index.html' : path).slice(1).split('/');
  const plain = segments.every((segment) => /^[\w@.-]+$/.test(segment) && !/^\.+$/.test(segment));
  if (!plain) return refuse(403);
  const ending = /\.(\w+)$/.exec(segments.at(-1) ?? '')?.[1]?.toLowerCase() ?? '';
  const type = Object.hasOwn(typeByEnding, ending) ? typeByEnding[ending] : undefined;
  return type === undefined ? refuse(404) : { kind: 'file', path: segments, type };
}
