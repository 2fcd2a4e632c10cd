/** Writes numbers of any width one after the other, most significant bit first, as audio and video streams want them. */
export class BitWriter {
  readonly #parts: Buffer[] = [];
  #bits: number[] = [];

  /** Writes `count` bits of a whole number. */
  put(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit -= 1) this.#bits.push(Math.floor(value / 2 ** bit) % 2);
    return this;
  }

  /** Writes a whole number from 0 in Exp-Golomb form (H.264, clause 9.1). */
  golomb(value: number): this {
    const width = Math.floor(Math.log2(value + 1));
    return this.put(0, width).put(value + 1, width + 1);
  }

  /** Fills the running byte with zeros. */
  align(): this {
    while (this.#bits.length % 8 !== 0) this.#bits.push(0);
    return this;
  }

  /** Writes whole bytes; the writer must be aligned. */
  bytes(some: Buffer): this {
    this.#parts.push(this.#packed(), some);
    this.#bits = [];
    return this;
  }

  /** Everything written so far, filled up to a whole byte. */
  toBuffer(): Buffer {
    this.align();
    return Buffer.concat([...this.#parts, this.#packed()]);
  }

  #packed(): Buffer {
    const packed = Buffer.alloc(this.#bits.length / 8);
    this.#bits.forEach((bit, i) => {
      const at = i >> 3;
      packed[at] = (packed[at] ?? 0) | (bit << (7 - (i % 8)));
    });
    return packed;
  }
}
