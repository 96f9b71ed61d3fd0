/** The sum of products of two stretches. Four sums at a time: one would wait for itself at every step. */
export function dotProduct(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  const whole = length - (length & 3)
  let at = 0
  for (; at < whole; at += 4) {
    s0 += (a[fromA + at] as number) * (b[fromB + at] as number)
    s1 += (a[fromA + at + 1] as number) * (b[fromB + at + 1] as number)
    s2 += (a[fromA + at + 2] as number) * (b[fromB + at + 2] as number)
    s3 += (a[fromA + at + 3] as number) * (b[fromB + at + 3] as number)
  }
  for (; at < length; at++) s0 += (a[fromA + at] as number) * (b[fromB + at] as number)
  return s0 + s1 + (s2 + s3)
}
