/** The `errorCode` of a trial whose target's module could not be loaded, or exports no function: no trial of that target can go well. */
export const TARGET_NOT_LOADED = 'TARGET_NOT_LOADED'
