import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';
import { resolveAppRequest } from './appRequest.ts';
import { appScheme } from './security/appOrigin.ts';

/** Has to run before the app is ready. Without `supportFetchAPI` fetch fails, without `standard` so do relative paths. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/**
 * What the page may do: run our scripts and show our files. Styles may be inline because Mantine writes its variables
 * into a style element.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/** Serves the files of the built window from `folder`, and nothing else. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle(appScheme, async (request) => {
    const answer = resolveAppRequest(request.method, request.url);
    if (answer.kind === 'refused') return new Response(null, { status: answer.status, headers });
    try {
      const body = await readFile(join(folder, ...answer.path));
      return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': answer.type } });
    } catch {
      return new Response(null, { status: 404, headers });
    }
  });
}
