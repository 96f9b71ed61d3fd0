/**
 * CBOR tags of the root object, besides the registered ones (1 date, 2 and 3 bigint, 64–86 typed arrays, 258 set, 259 map,
 * 21066 regular expression). Both lie in IANA's first-come range, and clear of the ranges that cbor-x keeps for itself.
 */
export const WIRE_TAGS = {
  /** "Trlf": a part by reference, `[sha256 as 32 bytes, bytes, kind, name?]`. The part's object holds the raw little-endian bytes. */
  part: 0x54726c66,
  /** "Trlm": small memory without a registered tag, `[kind, bytes]`. */
  memory: 0x54726c6d,
  date: 1,
  bigint: 2,
  negativeBigint: 3,
  float16: 84,
  set: 258,
  map: 259,
  regexp: 21066,
} as const
