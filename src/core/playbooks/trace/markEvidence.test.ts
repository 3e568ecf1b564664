import { describe, expect, it } from 'vitest';
import { markEvidence } from './markEvidence.ts';
import { messageWith, recipientWith } from './testMessages.ts';

describe('marking evidence', () => {
  it('marks the address, the status and the mailbox number', () => {
    const message = messageWith();
    const [line] = markEvidence(message, message.recipients[0] ?? null);
    const marked = line?.marks?.map(([from, to]) => line.text.slice(from, to));
    expect(marked).toEqual(['<user@bluemind.net>', 'dsn=2.1.5', 'status=sent', '() 2294]']);
  });

  it('never lets marks overlap, whatever the addresses', () => {
    const recipient = recipientWith({ address: 'a', originalAddress: 'a' });
    const message = messageWith({ evidence: [{ file: 'f', line: 1, text: '<a><a>' }] }, [recipient]);
    expect(markEvidence(message, recipient)[0]?.marks).toEqual([[0, 3]]);
  });
});
