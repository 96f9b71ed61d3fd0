/**
 * Lengths of the optimal tours.
 * Source: TSPLIB, "Optimal solutions for symmetric TSPs", Universität Heidelberg.
 */
export const knownOptima: Readonly<Record<string, number>> = { att532: 27686, pcb442: 50778, gr666: 294358 }
