import { readFile } from 'node:fs/promises';
import { arch, homedir, hostname, release } from 'node:os';
import { join } from 'node:path';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { AppDescription } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/settings.ts';
import { userName } from '../servers/openServers.ts';
import type { Say } from '../words.ts';
import type { Fault } from './faultLog.ts';
import { troubleReport } from './troubleReport.ts';

export interface CollectTroubleNeeds {
  readonly about: Omit<AppDescription, 'settings'>;
  readonly settings: Settings;
  readonly faults: readonly Fault[];
  /** Where the app writes its own log. */
  readonly logFolder: string;
  readonly profiles: readonly ServerProfile[];
  readonly say: Say;
}

const LOG_LINES = 200;

/** Reads what belongs into the report from this computer. */
export async function collectTrouble(needs: CollectTroubleNeeds): Promise<string> {
  const { about, settings, faults, logFolder, profiles, say } = needs;
  const { chrome = '', node, v8 } = process.versions as NodeJS.ProcessVersions & { chrome?: string };
  return troubleReport(
    {
      at: new Date(),
      runtime: {
        MailTriage: about.version,
        Electron: about.electron,
        Chromium: chrome,
        Node: node,
        V8: v8,
        system: `${about.platform} ${release()} ${arch()}`,
        language: about.systemLanguage,
        servers: String(profiles.length),
        'uptime (seconds)': String(Math.round(process.uptime())),
        'memory of the main process (MiB)': String(Math.round(process.memoryUsage().rss / 1024 / 1024)),
      },
      settings,
      faults,
      logLines: await lastLines(join(logFolder, 'main.log')),
      personal: {
        home: homedir(),
        user: userName(),
        computer: hostname(),
        servers: profiles.flatMap(({ name, host, user, group, jumpHosts }) => [
          name,
          host,
          group,
          ...(user === 'root' ? [] : [user]),
          ...jumpHosts.map((jump) => jump.host),
        ]),
      },
    },
    say,
  );
}

/** The file is kept below a megabyte by the log itself. */
async function lastLines(path: string): Promise<readonly string[]> {
  try {
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    return lines.slice(-LOG_LINES);
  } catch {
    return [];
  }
}
