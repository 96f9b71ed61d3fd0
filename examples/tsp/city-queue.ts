/** The cities that local search has yet to look at, first come first served, each at most once ("don't-look bits"). */
export class CityQueue {
  private readonly ring: Int32Array
  private readonly waiting: Uint8Array
  private first = 0
  private count = 0

  constructor(size: number) {
    this.ring = new Int32Array(size)
    this.waiting = new Uint8Array(size)
  }

  get empty(): boolean {
    return this.count === 0
  }

  add(city: number): void {
    if (this.waiting[city] === 1) return
    this.waiting[city] = 1
    const place = this.first + this.count++
    this.ring[place < this.ring.length ? place : place - this.ring.length] = city
  }

  /** Takes the city that waited longest; the queue must not be empty. */
  take(): number {
    const city = this.ring[this.first] as number
    this.first = this.first + 1 === this.ring.length ? 0 : this.first + 1
    this.count--
    this.waiting[city] = 0
    return city
  }
}
