import type { Session } from 'electron';
import { isAppUrl } from './appOrigin.ts';

/** The window may put text on the clipboard ("Copy"), and nothing else that needs a permission. */
const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Everything a page could reach beyond our own scheme: this app works without any network of its own. */
const foreignUrls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];

export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(allowed.has(permission) && isAppUrl(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) => allowed.has(permission) && isAppUrl(requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest({ urls: foreignUrls }, (_details, answer) => answer({ cancel: true }));
}
