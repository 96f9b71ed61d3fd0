import { readJournal } from './read-journal.ts'
import { runPaths } from './run-paths.ts'
import { type ToldTrial, toldTrials } from './told-trials.ts'

/** The finished trials of a run, from its folder: what another run can be begun with (`warmStart`). @throws JournalError */
export const earlierTrials = (folder: string): readonly ToldTrial[] => [...toldTrials(readJournal(runPaths(folder).journal))]
