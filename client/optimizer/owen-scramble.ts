/**
 * Nested uniform (Owen) scrambling of a 32-bit fraction by a hash: every digit is flipped or not depending on the digits before it,
 * so a net stays a net. Returns an unsigned 32-bit integer.
 *
 * Sources: B. Burley, "Practical Hash-based Owen Scrambling", JCGT 9(4), 2020; the hash and its constants are N. Vegdahl's,
 * "Building a Better LK Hash", 2021.
 */
export function owenScramble(fraction: number, seed: number): number {
  let digits = reverseBits(fraction)
  digits ^= Math.imul(digits, 0x3d20adea)
  digits = (digits + seed) | 0
  digits = Math.imul(digits, (seed >>> 16) | 1)
  digits ^= Math.imul(digits, 0x05526c56)
  digits ^= Math.imul(digits, 0x53a22864)
  return reverseBits(digits) >>> 0
}

function reverseBits(word: number): number {
  let bits = word
  bits = ((bits >>> 1) & 0x55555555) | ((bits & 0x55555555) << 1)
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2)
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4)
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8)
  return (bits >>> 16) | (bits << 16)
}
