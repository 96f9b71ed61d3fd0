import { addExtension } from 'cbor-x'

/** Stands for -0 in a tree to be written: cbor-x would write the integer 0. */
export class NegativeZero {
  readonly value = -0
}

interface WritingEncoder {
  alwaysUseFloat?: boolean
}

// An extension without a tag: the wire holds a plain float64. cbor-x's types do not know extensions without one.
addExtension({
  Class: NegativeZero,
  encode(this: WritingEncoder, zero: NegativeZero, encode: (value: number) => Uint8Array): Uint8Array {
    this.alwaysUseFloat = true
    try {
      return encode(zero.value)
    } finally {
      this.alwaysUseFloat = false
    }
  },
} as unknown as Parameters<typeof addExtension>[0])
