import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { settingsPath, tokenPath, type LabSettings } from './bmCli/serverFiles.ts';
import { randomName, type Sandbox } from './sandbox.ts';

const here = import.meta.dirname;
const target = '/usr/local/sbin/bm-cli-stand-in';

/**
 * Puts the stand-in for bm-cli on the sandbox' PATH. Its sources are TypeScript beside this file, made JavaScript here
 * because the plain Node inside cannot read them otherwise.
 */
export async function installBmCli(sandbox: Sandbox, settings: LabSettings): Promise<void> {
  const sources = [
    ...readdirSync(join(here, 'bmCli')).map((name) => join(here, 'bmCli', name)),
    join(here, 'imapClient.ts'),
    join(here, 'directory.ts'),
  ];
  for (const source of sources) {
    const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
      fileName: source,
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    });
    const folder = source.includes('/bmCli/') ? `${target}/bmCli` : target;
    sandbox.write(`${folder}/${basename(source).replace(/ts$/, 'js')}`, outputText);
  }
  sandbox.write(`${target}/package.json`, '{ "type": "module" }\n');
  sandbox.write(
    '/usr/local/sbin/bm-cli',
    [
      '#!/bin/sh',
      "# A STAND-IN for BlueMind's bm-cli, which needs a BlueMind core: it prints the documented formats from the",
      "# lab's real mailbox events. See test/lab/README.md of MailTriage.",
      `exec /usr/local/sbin/node ${target}/bmCli/main.js "$@"`,
      '',
    ].join('\n'),
    0o755,
  );
  await sandbox.run(['groupadd', '--system', 'bluemind']);
  sandbox.write(tokenPath, `${randomName()}\n`, 0o440);
  await sandbox.run(['chgrp', 'bluemind', tokenPath]);
  sandbox.write(settingsPath, JSON.stringify(settings, null, 2), 0o600);
  await sandbox.run(['install', '-d', '-m', '755', '/var/log/bm']);
  sandbox.write('/var/log/bm/core.log', '');
}
