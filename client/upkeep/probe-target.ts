/** The least that a trial can be. */
export default (): number => 0
