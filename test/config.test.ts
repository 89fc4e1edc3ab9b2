import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConfig, settingNames } from '../src/config.ts'

const web = { WHATSAPP_WEB: 'on' }
const cloud = {
  PUBLIC_URL: 'https://bot.example.org',
  WHATSAPP_CLOUD_TOKEN: 'EAAaccesstokenofasystemuser',
  WHATSAPP_CLOUD_PHONE_ID: '106540352242922',
  WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
  WHATSAPP_CLOUD_VERIFY_TOKEN: 'chosen-by-us',
}
const read = (environment: Readonly<Record<string, string>>) => readConfig('all', environment)

it('every setting stands in the example', () => {
  const example = readFileSync('.env.example', 'utf8')
  expect(settingNames.filter((name) => !new RegExp(`^# ?${name}=`, 'm').test(example))).toEqual([])
})

it('paces WhatsApp Web with care by itself, and as it is told', () => {
  expect(read(web).whatsappWeb).toMatchObject({ perDay: [20, 50, 100], spacingMs: [5_000, 15_000] })
  const told = { ...web, WHATSAPP_WEB_PER_DAY: '0, 10, 300', WHATSAPP_WEB_SPACING: '30-90' }
  expect(read(told).whatsappWeb).toMatchObject({ perDay: [0, 10, 300], spacingMs: [30_000, 90_000] })
})

it('writes to no more people first than a new account may, unless it is told', () => {
  expect(read(cloud).whatsappCloud?.tier).toBe(250)
  expect(read({ ...cloud, WHATSAPP_CLOUD_TIER: '100000' }).whatsappCloud?.tier).toBe(100_000)
  expect(read({ ...cloud, WHATSAPP_CLOUD_TIER: 'none' }).whatsappCloud?.tier).toBeNull()
})

it.each([
  [{ ...web, WHATSAPP_WEB_PER_DAY: '20,50' }, 'WHATSAPP_WEB_PER_DAY must be three whole numbers'],
  [{ ...web, WHATSAPP_WEB_PER_DAY: '20,-50,100' }, 'WHATSAPP_WEB_PER_DAY must be three whole numbers'],
  [{ ...web, WHATSAPP_WEB_SPACING: '5' }, 'WHATSAPP_WEB_SPACING must be two whole numbers of seconds'],
  [{ ...web, WHATSAPP_WEB_SPACING: '15-5' }, 'WHATSAPP_WEB_SPACING must begin with the shorter time'],
  [{ WHATSAPP_WEB_SPACING: '5-15' }, 'WHATSAPP_WEB_SPACING is set but WHATSAPP_WEB is not'],
  [{ ...cloud, WHATSAPP_CLOUD_TIER: '1000' }, 'WHATSAPP_CLOUD_TIER must be 250, 2000, 10000, 100000 or none'],
  [{ WHATSAPP_CLOUD_TIER: '250' }, 'WHATSAPP_CLOUD_TIER is set but WHATSAPP_CLOUD_TOKEN is not'],
])('says what is wrong: %#', (environment, words) => {
  expect(() => read(environment)).toThrow(words)
})
