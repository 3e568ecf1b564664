import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS, defineCommand } from './commandTemplate.ts';
import {
  absolutePathValue,
  domainValue,
  emailAddressValue,
  plainArgument,
  queueIdValue,
} from './commandValues.ts';
import { endRunArgv, remoteLine, RUN_TAG } from './remoteLine.ts';
import { renderCommand } from './renderCommand.ts';
import type { RenderedCommand } from './renderCommand.ts';

const lookUp = defineCommand({
  id: 'test.look-up',
  values: z.object({ address: emailAddressValue }),
  argv: ({ address }) => ['postmap', '-q', address, 'hash:/etc/postfix/virtual_alias'],
  privilege: 'root',
  effect: 'reads',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  maxBytes: DEFAULT_MAX_BYTES,
});

function rendered(input: unknown, elevation: 'direct' | 'sudo'): RenderedCommand {
  const result = renderCommand(lookUp, input, elevation);
  if (!result.ok) throw new Error(result.error.code);
  return result.command;
}

describe('renderCommand', () => {
  it('writes the exact line, with the plain locale', () => {
    expect(rendered({ address: 'user@example.org' }, 'direct').line).toBe(
      'env LC_ALL=C postmap -q user@example.org hash:/etc/postfix/virtual_alias',
    );
  });

  it('quotes values', () => {
    expect(rendered({ address: "o'hara$(id)@example.org" }, 'direct').line).toBe(
      "env LC_ALL=C postmap -q 'o'\\''hara$(id)@example.org' hash:/etc/postfix/virtual_alias",
    );
  });

  it('puts sudo directly before the tool, so that rules of sudoers match', () => {
    const command = rendered({ address: 'user@example.org' }, 'sudo');
    expect(command.line).toBe(
      'env LC_ALL=C sudo -- postmap -q user@example.org hash:/etc/postfix/virtual_alias',
    );
    expect(command.elevation).toBe('sudo');
  });

  it('uses sudo only for commands that need root', () => {
    const result = renderCommand({ ...lookUp, privilege: 'user' }, { address: 'user@example.org' }, 'sudo');
    expect(result).toMatchObject({ ok: true, command: { elevation: 'direct' } });
  });

  it.each([{ address: '-q@x' }, { address: 'a\nb@x' }, { address: 'a\0@x' }, {}, null, { address: 7 }])(
    'refuses %j and names the field, not its content',
    (input) => {
      const result = renderCommand(lookUp, input, 'direct');
      expect(result).toMatchObject({ ok: false, error: { code: 'invalid-values' } });
    },
  );

  it('refuses what no shell can carry', () => {
    const template = { ...lookUp, values: z.object({ address: z.string() }) };
    const result = renderCommand(template, { address: 'a\0b' }, 'direct');
    expect(result).toMatchObject({ ok: false, error: { code: 'unquotable-argument' } });
  });
});

describe('remoteLine', () => {
  it('adds only the run tag and how sudo asks', () => {
    const command = rendered({ address: 'user@example.org' }, 'sudo');
    expect(remoteLine(command, 'abc123', { kind: 'never' })).toBe(
      `env LC_ALL=C ${RUN_TAG}=abc123 sudo -n -- postmap -q user@example.org hash:/etc/postfix/virtual_alias`,
    );
    expect(remoteLine(command, 'abc123', { kind: 'stdin', prompt: 'p-1:' })).toBe(
      `env LC_ALL=C ${RUN_TAG}=abc123 sudo -k -S -p p-1: -- postmap -q user@example.org hash:/etc/postfix/virtual_alias`,
    );
  });

  it('leaves out sudo for a direct command', () => {
    const command = rendered({ address: 'user@example.org' }, 'direct');
    expect(remoteLine(command, 'abc123', { kind: 'never' })).not.toContain('sudo');
  });

  it('finds nothing to end for a tag nobody carries, and says 0', () => {
    const [program, ...args] = endRunArgv('nobodycarriesthis');
    expect(execFileSync(program ?? '', args, { encoding: 'utf8' }).trim()).toBe('0');
  });
});

describe('command values', () => {
  it.each(['-x', '', 'a\nb', 'a\0', 'a\u001b[0m'])('plainArgument refuses %j', (value) => {
    expect(plainArgument.safeParse(value).success).toBe(false);
  });
  it.each(['user@example.org', 'jürgen@exämple.org', '+shared@e6e3736c.internal', "o'hara@example.org"])(
    'emailAddressValue accepts %s',
    (value) => {
      expect(emailAddressValue.safeParse(value).success).toBe(true);
    },
  );
  it.each(['a b@c', 'a@b@c', '@c', 'a@', '-a@b', '<a@b>'])('emailAddressValue refuses %s', (value) => {
    expect(emailAddressValue.safeParse(value).success).toBe(false);
  });
  it('queueIdValue knows both forms', () => {
    expect(queueIdValue.safeParse('C5BF3135FAF').success).toBe(true);
    expect(queueIdValue.safeParse('4Q8mJ41wRzz1x').success).toBe(true);
    expect(queueIdValue.safeParse('-d').success).toBe(false);
    expect(queueIdValue.safeParse('ALL').success).toBe(false);
  });
  it('absolutePathValue stays below what it names', () => {
    expect(absolutePathValue.safeParse('/var/log/mail.log').success).toBe(true);
    expect(absolutePathValue.safeParse('/var/log/../shadow').success).toBe(false);
    expect(absolutePathValue.safeParse('var/log').success).toBe(false);
  });
  it('domainValue accepts technical domains', () => {
    expect(domainValue.safeParse('e6e3736c.internal').success).toBe(true);
    expect(domainValue.safeParse('-x.org').success).toBe(false);
  });
});
