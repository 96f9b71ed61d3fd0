import { expect, test } from 'vitest'
import { Sha256 } from '../../../../functions/aws/sha256.ts'

const hex = async (hash: Sha256): Promise<string> => Buffer.from(await hash.digest()).toString('hex')

test('hashes what it is given, in parts (FIPS 180-4, "abc")', async () => {
  const hash = new Sha256()
  hash.update('a')
  hash.update(Buffer.from('bc'))
  expect(await hex(hash)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('with a secret it is the HMAC, whatever the secret is held in and however often it is used (RFC 4231, case 2)', async () => {
  const bytes = new TextEncoder().encode('..Jefe').subarray(2)
  for (const secret of ['Jefe', 'another', 'Jefe', bytes, bytes, bytes.slice().buffer]) {
    const hash = new Sha256(secret)
    hash.update('what do ya want for nothing?')
    const isCase2 = secret !== 'another'
    expect((await hex(hash)) === '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843').toBe(isCase2)
  }
})

test('begins anew after a reset, with its secret', async () => {
  const hash = new Sha256('Jefe')
  hash.update('something else')
  hash.reset()
  hash.update('what do ya want for nothing?')
  expect(await hex(hash)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
})
