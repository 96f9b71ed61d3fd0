import type { Design } from './design.ts'

/** The default configuration, and no other. */
export const defaultDesign: Design = {
  describe: () => 'the default configuration',
  configurations: (space, count) => (count > 0 ? [space.defaultConfiguration()] : []),
}
