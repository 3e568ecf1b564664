import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { termMarker } from './markTerms.ts';

const locales = join(import.meta.dirname, '../../../locales');
type Catalogue = { readonly [key: string]: string | Catalogue };

const read = (language: string, name: string): Catalogue =>
  JSON.parse(readFileSync(join(locales, language, `${name}.json`), 'utf8')) as Catalogue;

interface Entry {
  readonly term: string;
  readonly short: string;
  readonly long: string;
  readonly example: string;
  readonly words: string;
}
const glossary = (language: string): Readonly<Record<string, Entry>> =>
  read(language, 'glossary') as unknown as Record<string, Entry>;

const markerOf = (language: string) =>
  termMarker(Object.entries(glossary(language)).map(([name, { words }]) => ({ name, words })));

const termsIn = (language: string, sentence: string): readonly string[] =>
  markerOf(language)(sentence).flatMap((part) => (typeof part === 'string' ? [] : [part.term]));

/** What a newcomer to mail stumbles over. */
const needed =
  'queue alias dsn imap-uid expunge technical-domain relay greylisting quota lmtp smtp sieve spool delivery-map host-key fingerprint jump-host imap message-id queue-id deferred bounce rejected milter';

/** Everything a page may say, by key; the glossary itself explains with such words. */
function textsOf(language: string): readonly (readonly [key: string, text: string])[] {
  const walk = (tree: Catalogue, path: string): readonly (readonly [string, string])[] =>
    Object.entries(tree).flatMap(([name, node]) =>
      typeof node === 'string' ? [[`${path}.${name}`, node] as const] : walk(node, `${path}.${name}`),
    );
  return readdirSync(join(locales, language))
    .map((file) => file.replace('.json', ''))
    .filter((name) => name !== 'glossary')
    .flatMap((name) => walk(read(language, name), name));
}

/** How the words of the trade look in each language, however they are bent: what is found by this must be marked. */
const looksTechnical: Readonly<Record<string, RegExp>> = {
  en: /(?<![\w@/.{-])(queues?|queue ids?|alias(es)?|DSN|UIDs?|expunged?|technical domains?|relays?|greylist\w*|quotas?|LMTP|SMTP|spool|host keys?|fingerprints?|jump hosts?|IMAP|message-ids?|deferred|bounced?|bounces|rejected|milters?|blocklist\w*|SPF|DKIM|DMARC|DNS|MX|TLS|certificates?|sudo|keyrings?|passphrases?|Postfix|Cyrus|SSH)(?![\w}@/=-]|\.\w)/gi,
  de: /(?<![\wäöüß@/.{-])(Warteschlangen?|Queue-IDs?|Alias\w*|DSN|UIDs?|IMAP-UIDs?|technischen? Domains?|Relays?|Greylisting|Quotas?|LMTP|SMTP|Spool|Hostschlüssels?|Fingerabdr[uü]ck\w*|Sprungrechner\w*|IMAP|Message-IDs?|zurückgestellt\w*|abgewiesen\w*|Milters?|Sperrlisten?|SPF|DKIM|DMARC|DNS|MX|TLS|Zertifikat\w*|sudo|Schlüsselbund\w*|Passphrase\w*|Postfix|Cyrus|SSH)(?![\wäöüß}@/=-]|\.\w)/gi,
  fr: /(?<![\wàâçéèêëîïôûùœ@/.{-])(files? d['’]attente|identifiants? de file|alias|DSN|UID|domaines? techniques?|relais|listes? grises?|quotas?|LMTP|SMTP|spool|clés? d['’]hôte|empreintes?|IMAP|Message-ID|milters?|listes? de blocage|SPF|DKIM|DMARC|DNS|MX|TLS|certificats?|sudo|trousseaux?|phrases? secrètes?|Postfix|Cyrus|SSH)(?![\wàâçéèêëîïôûùœ}@/=-]|\.\w)/gi,
};

describe.each(['en', 'de', 'fr'])('the glossary in %s', (language) => {
  const entries = glossary(language);

  it('explains every word a newcomer stumbles over, with an example', () => {
    expect(Object.keys(entries)).toEqual(expect.arrayContaining(needed.split(' ')));
    for (const [name, entry] of Object.entries(entries)) {
      for (const part of ['term', 'short', 'long', 'example', 'words'] as const)
        expect(entry[part], `${name}.${part}`).toMatch(/\S/);
      expect(entry.long, name).not.toBe(entry.short);
    }
  });

  it('has one meaning for each form', () => {
    const forms = Object.values(entries).flatMap(({ words }) =>
      words.split(',').map((form) => form.trim().toLowerCase().replaceAll('’', "'")),
    );
    expect(forms.filter((form, place) => forms.indexOf(form) !== place)).toEqual([]);
  });

  it('finds a form of each entry in a sentence of its own', () => {
    for (const [name, { words }] of Object.entries(entries)) {
      for (const form of words.split(',')) expect(termsIn(language, `… ${form.trim()}.`)).toEqual([name]);
    }
  });

  it('misses no word of the trade in anything the app says', () => {
    const mark = markerOf(language);
    const texts = textsOf(language);
    const found = texts.flatMap(([key, text]) =>
      [...text.matchAll(looksTechnical[language] ?? /^$/)].map(([word]) => ({ key, text, word })),
    );
    expect(found.length).toBeGreaterThan(200);
    const missed = found.filter(({ text, word }) => {
      const marked = mark(text).flatMap((part) => (typeof part === 'string' ? [] : [part]));
      // Marked itself, or its entry is marked earlier in the same sentence, or it is part of a longer term.
      const [own] = mark(word).flatMap((part) => (typeof part === 'string' ? [] : [part.term]));
      return !marked.some(
        (part) => part.term === own || part.text.toLowerCase().includes(word.toLowerCase()),
      );
    });
    expect(missed.map(({ key, word }) => `${key}: ${word}`)).toEqual([]);
  });
});

describe('marking', () => {
  it('marks the longest form, each term once, and says where', () => {
    expect(markerOf('en')('The queue ID stands in the Queue; look for the queue id.')).toEqual([
      'The ',
      { term: 'queue-id', text: 'queue ID' },
      ' stands in the ',
      { term: 'queue', text: 'Queue' },
      '; look for the queue id.',
    ]);
    expect(termsIn('fr', "La file d'attente et la file d’attente")).toEqual(['queue']);
    expect(termsIn('de', 'Die Queue-ID und die IMAP-UID')).toEqual(['queue-id', 'imap-uid']);
  });

  it('leaves addresses, paths, host names and parts of words alone', () => {
    for (const name of [
      'quota@example.org',
      '/var/spool/cyrus',
      'postfix/smtpd',
      'imap.example.org',
      'quotation',
      '--root=x',
      'alias_maps',
    ])
      expect(termsIn('en', `about ${name} it says`), name).toEqual([]);
    expect(termsIn('en', 'It is over quota. Postfix waits.')).toEqual(['quota', 'postfix']);
  });

  it('loses nothing of any sentence', () => {
    const mark = markerOf('de');
    const piece = fc.oneof(fc.string(), fc.constantFrom('Warteschlange', ' UID', 'Queue-ID', '’', ' ', '.'));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const sentence = pieces.join('');
        const parts = mark(sentence);
        expect(parts.map((part) => (typeof part === 'string' ? part : part.text)).join('')).toBe(sentence);
      }),
    );
  });
});
