import { describe, expect, it } from 'vitest'
import type { Officers } from '#engine'
import { areThere, hoursOf } from '../../src/engine/officers.ts'

const day: Officers = { from: '08:00', to: '16:00', zone: 'Asia/Jakarta', waitMinutes: 30 }
const at = (time: string) => new Date(`2026-11-24T${time}:00Z`)

describe('officers', () => {
  it.each([
    ['WIB', day, '00:59', '01:00', '08:59', '09:00'],
    ['WITA', { ...day, zone: 'Asia/Makassar' as const }, '23:59', '00:00', '07:59', '08:00'],
    ['WIT', { ...day, zone: 'Asia/Jayapura' as const }, '22:59', '23:00', '06:59', '07:00'],
    ['over midnight', { ...day, from: '20:00', to: '04:00' }, '12:59', '13:00', '20:59', '21:00'],
  ])('are there from the first minute to before the last: %s', (_name, hours, before, first, last, after) => {
    expect([before, first, last, after].map((time) => areThere(at(time), hours))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('are there around the clock when the hours say so', () => {
    const always = { ...day, from: '00:00', to: '24:00' }
    expect(['00:00', '11:59', '16:59', '17:00', '23:59'].every((time) => areThere(at(time), always))).toBe(
      true,
    )
  })

  it('tell their hours with the name of their time', () => {
    expect(hoursOf({ ...day, zone: 'Asia/Makassar' })).toBe('08:00-16:00 WITA')
  })
})
