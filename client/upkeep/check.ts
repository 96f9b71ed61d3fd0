/** One thing that was looked at. */
export interface Check {
  /** `region`, `lambda:InvokeFunction`, … */
  readonly name: string
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped'
  /** What was found. */
  readonly text: string
  /** What to do about it, or null. */
  readonly mend: string | null
}

export const ok = (name: string, text: string): Check => ({ name, status: 'ok', text, mend: null })
export const warning = (name: string, text: string, mend: string): Check => ({ name, status: 'warning', text, mend })
export const failed = (name: string, text: string, mend: string | null = null): Check => ({ name, status: 'failed', text, mend })
export const skipped = (name: string, text: string): Check => ({ name, status: 'skipped', text, mend: null })
