import { describe, expect, it } from 'vitest';
import { planAfterRestore, planRestorePicked } from './planRestore.ts';
import { readPicked, writePicked } from './pickedMessages.ts';

describe('picked messages', () => {
  it('remember whose numbers they are', () => {
    const picked = { tool: 'cyrus', numbers: [46908, 46910] } as const;
    expect(writePicked(picked)).toBe('cyrus:46908,46910');
    expect(readPicked('cyrus:46908,46910')).toEqual(picked);
    expect(writePicked({ tool: 'bm-cli', numbers: [] })).toBe('');
  });

  it.each(['', '7', 'cyrus:', 'cyrus:0', 'cyrus:4294967296', 'other:7', 'cyrus:7;rm', undefined])(
    'refuse %j',
    (text) => {
      expect(readPicked(text)).toBeNull();
    },
  );

  it('are never handed to the other tool, whatever was learned since they were listed', () => {
    const facts = { recipient: 'anna@example.org', login: 'anna', technicalDomain: 'e6.internal' };
    const server = { name: 'mail', blueMind: 4 } as const;
    const toolsFor = (pickedMessages: string) => {
      const context = { facts: { ...facts, pickedMessages }, now: 0, server };
      return [...planRestorePicked(context, []), ...planAfterRestore(context, [])].map((work) =>
        'template' in work ? work.template.id : '',
      );
    };
    expect(toolsFor('bm-cli:7,8')).toEqual([
      'restore.bm-cli-one',
      'restore.bm-cli-one',
      'restore.bm-cli-list',
    ]);
    expect(toolsFor('cyrus:7,8')).toEqual(['restore.cyrus-picked', 'restore.cyrus-list']);
  });
});
