/**
 * Replaces what names people, hosts and contents by stand-ins, the same thing always by the same stand-in, so that
 * anonymised lines still belong together: a trace over them gives the same messages with other names.
 * Queue IDs, times, status codes and message numbers stay; they name nobody.
 */
export interface Anonymiser {
  readonly text: (text: string) => string;
  /** For values known to be free text about a mail, such as a subject. */
  readonly subject: (subject: string) => string;
}

/** Documentation ranges: RFC 5737 (IPv4), RFC 3849 (IPv6), RFC 2606 (names). They reach nobody. */
const DOMAIN = (count: number): string => `domain${String(count)}.example`;

/** Words of mail logs that look like host names but name no host. */
const KEPT_NAMES = new Set(['main.cf', 'master.cf', 'mail.log', 'core.log', 'postfix.org']);
/** Endings of files that no domain has: `run.pl` gets a stand-in, because `firma.pl` is somebody's name. */
const FILE_ENDING = /\.(?:log|gz|xz|bz2|zst|conf|db|pid|java|txt|html|json|eml|db-flat|[0-9]+)$/i;

/*
 * One pass over the text, leftmost match first. In order: Cyrus' mailbox in a reply, `user/login@domain`, an address
 * (also a message-ID, which has the same form), an IPv6 address, an IPv4 address, a host name.
 * Every repetition is bounded, so the time is linear in the text.
 */
const NAMED =
  /([A-Za-z0-9][\w.-]{0,252})!user\.([^\s.()[\]]{1,128})|\buser\/([^\s@/]{1,128})((?:\/[^@\s]{0,200})?)@([A-Za-z0-9][\w.-]{0,252})|([^\s<>@"'(),:;=[\]{}|!/]{1,128})@([A-Za-z0-9][\w.-]{0,252}|\[[^\]\s]{1,64}\])|((?<![\w:.])(?=[0-9a-f:]{0,38}:)[0-9a-f:]{3,39}(?![\w:]))|\b((?:\d{1,3}\.){3}\d{1,3})\b|\b((?:[A-Za-z0-9_](?:[\w-]{0,62})\.){1,8}[A-Za-z][A-Za-z0-9-]{1,62})\b/gi;

/** The host in the head of a log line: `Mar  1 20:45:32 HOST postfix/...` or `2026-03-01T20:45:32.123+01:00 HOST ...`. */
const LOG_HOST =
  /^((?:<\d{1,3}>)?(?:\p{L}{3,5}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.+Z-]{8,24}) )([\w.-]{1,255}) /gmu;

export function createAnonymiser(): Anonymiser {
  const domains = new Map<string, string>();
  const people = new Map<string, string>();
  const hosts = new Map<string, string>();
  const addresses4 = new Map<string, string>();
  const addresses6 = new Map<string, string>();
  const subjects = new Map<string, string>();

  const domain = (name: string): string => standIn(domains, name.toLowerCase(), DOMAIN);
  const person = (name: string): string =>
    standIn(people, name.toLowerCase().replaceAll('^', '.'), (count) => `person${String(count)}`);
  const ipv4 = (address: string): string =>
    address.startsWith('127.')
      ? address
      : standIn(addresses4, address, (count) => `198.18.${String(count >> 8)}.${String(count & 255)}`);
  // Times look similar: an IPv6 address has a `::`, or seven colons (RFC 4291, 2.2).
  const ipv6 = (address: string): string =>
    address === '::1' || !(address.includes('::') || address.split(':').length === 8)
      ? address
      : standIn(addresses6, address, (count) => `2001:db8::${count.toString(16)}`);
  const host = (name: string): string => {
    const lower = name.toLowerCase();
    // Enhanced status codes, versions and file names are no hosts.
    if (KEPT_NAMES.has(lower) || FILE_ENDING.test(lower) || lower.endsWith('.example')) return name;
    const known = domains.get(lower);
    if (known !== undefined) return known;
    const dot = lower.indexOf('.');
    const parent = lower.slice(dot + 1);
    return parent.includes('.')
      ? `${standIn(hosts, lower, (count) => `host${String(count)}`)}.${domain(parent)}`
      : domain(lower);
  };

  const logHost = (name: string): string =>
    name.includes('.') ? host(name) : standIn(hosts, name.toLowerCase(), (count) => `host${String(count)}`);

  const text = (input: string): string =>
    input
      .replace(LOG_HOST, (_, stamp: string, name: string) => `${stamp}${logHost(name)} `)
      .replace(
        NAMED,
        (
          whole: string,
          boxDomain: string | undefined,
          boxUser: string | undefined,
          pathUser: string | undefined,
          pathRest: string | undefined,
          pathDomain: string | undefined,
          local: string | undefined,
          at: string | undefined,
          six: string | undefined,
          four: string | undefined,
          name: string | undefined,
        ) => {
          if (boxDomain !== undefined) return `${domain(boxDomain)}!user.${person(boxUser ?? '')}`;
          if (pathUser !== undefined) {
            return `user/${person(pathUser)}${pathRest ?? ''}@${domain(pathDomain ?? '')}`;
          }
          if (local !== undefined) return address(local, at ?? '');
          if (six !== undefined) return ipv6(six);
          if (four !== undefined) return ipv4(four);
          return name === undefined ? whole : host(name);
        },
      );

  const address = (local: string, at: string): string => {
    if (at.startsWith('[')) return `${person(local)}@[198.18.255.255]`;
    // A `+detail` stays, because mail servers treat it apart; a leading `+` marks BlueMind's shared mailboxes.
    const plus = local.indexOf('+', 1);
    const detail = plus > 0 ? '+detail' : '';
    const start = local.startsWith('+') ? '+' : '';
    const name = local.slice(start.length, plus > 0 ? plus : undefined);
    return `${start}${person(name)}${detail}@${domain(at.replace(/\.+$/, ''))}`;
  };

  return {
    text,
    subject: (subject) => standIn(subjects, subject, (count) => `Subject ${String(count)}`),
  };
}

function standIn(known: Map<string, string>, key: string, make: (count: number) => string): string {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make(known.size + 1);
  known.set(key, made);
  return made;
}
