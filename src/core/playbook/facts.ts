/** What can be known about the message or mailbox a case is about. All values are text as the user would type it. */
export const factNames = [
  'recipient',
  'sender',
  'since',
  'until',
  'messageId',
  'queueId',
  'subject',
  'keyword',
  'imapUid',
  'itemId',
  'folder',
  'login',
  'technicalDomain',
  'serverUid',
] as const;

export type FactName = (typeof factNames)[number];

/** Facts of a case so far; a fact that is not known is absent, never empty. */
export type Facts = { readonly [Name in FactName]?: string };
