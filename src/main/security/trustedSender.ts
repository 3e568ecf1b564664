import { isAppUrl } from './appOrigin.ts';

/** The part of Electron's IpcMainInvokeEvent that tells who is asking. */
export interface Asking {
  readonly senderFrame: { readonly url: string } | null;
  readonly sender: { readonly id: number; readonly mainFrame: object };
}

/**
 * True when the question comes from the top frame of one of our own windows, showing our own page. To be called at
 * once when the event arrives: after an await the frame may be gone or show something else.
 */
export function isTrustedSender({ senderFrame, sender }: Asking, ownContents: ReadonlySet<number>): boolean {
  return (
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    ownContents.has(sender.id) &&
    isAppUrl(senderFrame.url)
  );
}
