import type { LogSource } from '../../core/postfix/logRecord.ts';

/** master(8), when Postfix starts: `daemon started -- version 3.7.11, configuration /etc/postfix` */
export function isStart({ service }: LogSource, line: string): boolean {
  return service.daemon === 'master' && line.includes(': daemon started -- version ');
}
