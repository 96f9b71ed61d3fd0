import { DataCheck } from '../../contract/data/data-check.ts'
import { decodeData } from '../../contract/data/decode-data.ts'
import type { StoredData } from '../../contract/data/stored-data.ts'

/** Scattered data as a target sees it, and what finds writes into it. */
export function openData(stored: StoredData, checked: boolean): { readonly data: unknown; readonly check: DataCheck | null } {
  const data = decodeData(stored)
  return { data, check: checked ? new DataCheck(stored, data) : null }
}
