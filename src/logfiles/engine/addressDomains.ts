import { domainOf } from '../../core/postfix/logTotals.ts';
import { lowerCase } from './asciiBytes.ts';
import { ByteInterner } from './byteInterner.ts';
import { hashSeed } from './hash.ts';
import { internText } from './internText.ts';

const prime = 0x01000193;
const atSign = 0x40;
const notAsked = -2;

/** The domains of addresses as numbers, each made out once (core's `domainOf`, in lower case). */
export class AddressDomains {
  /** In lower case. */
  readonly names = new ByteInterner();
  readonly #addresses: ByteInterner;
  #numbers = new Int32Array(0);
  readonly #lower = new Uint8Array(1024);

  constructor(addresses: ByteInterner) {
    this.#addresses = addresses;
  }

  /** Number of an address's domain; -1 for none. */
  of(address: number): number {
    if (address >= this.#numbers.length) this.#grow();
    const known = this.#numbers[address] as number;
    if (known !== notAsked) return known;
    const number = this.#read(address);
    this.#numbers[address] = number;
    return number;
  }

  /** For each address the number of its domain. */
  all(): Int32Array {
    const { count } = this.#addresses;
    for (let address = 0; address < count; address += 1) this.of(address);
    return this.#numbers.subarray(0, count);
  }

  #grow(): void {
    const larger = new Int32Array(Math.ceil(this.#addresses.count * 1.25)).fill(notAsked);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }

  #read(address: number): number {
    const { bytes, starts } = this.#addresses;
    const [start, end] = [starts[address] as number, starts[address + 1] as number];
    let from = start;
    while (from < end && bytes[from] !== atSign) from += 1;
    if (from === start || from >= end - 1) return -1;
    from += 1;
    const lower = this.#lower;
    if (end - from > lower.length) return this.#slow(address);
    let hash = hashSeed;
    for (let place = from; place < end; place += 1) {
      const byte = lowerCase[bytes[place] as number] as number;
      if (byte >= 0x80) return this.#slow(address);
      lower[place - from] = byte;
      hash = Math.imul(hash ^ byte, prime);
    }
    return this.names.intern(lower, 0, end - from, hash);
  }

  #slow(address: number): number {
    const domain = domainOf(this.#addresses.text(address).toLowerCase());
    return domain === null ? -1 : internText(this.names, domain);
  }
}
