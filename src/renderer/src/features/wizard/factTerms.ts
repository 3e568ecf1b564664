import type { FactName } from '../../../../core/playbook/facts.ts';

/** Facts whose names are words of the trade, with the entry of the glossary that explains them. */
const factTerms: Readonly<Partial<Record<FactName, string>>> = {
  messageId: 'message-id',
  queueId: 'queue-id',
  imapUid: 'imap-uid',
  itemId: 'item-id',
  technicalDomain: 'technical-domain',
  mapsTime: 'delivery-map',
};

export const termOfFact = (fact: FactName): string | null => factTerms[fact] ?? null;
