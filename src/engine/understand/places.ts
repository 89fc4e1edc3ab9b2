/** Where a message says somebody is: countries as people write them, and the towns they work in. Read on plain words (see
 * letters.ts). A town whose name is an ordinary word, or a place at home as well, is left out. */

/** Countries people write from (ISO 3166, small letters); `other` is in none of these. */
export type Abroad =
  | 'my'
  | 'hk'
  | 'tw'
  | 'kr'
  | 'jp'
  | 'sg'
  | 'bn'
  | 'sa'
  | 'ae'
  | 'kh'
  | 'mm'
  | 'th'
  | 'other'

/** Names parted by commas; a star goes on with any letters. */
const names: readonly (readonly [Abroad, string])[] = [
  [
    'my',
    `malaysia, malay, kuala lumpur, kl, johor, johor bahru, penang, pulau pinang, sabah, sarawak, selangor, kuching, miri, sibu,
     bintulu, tawau, sandakan, kota kinabalu, lahad datu, semporna, ipoh, melaka, klang, shah alam, petaling jaya, putrajaya,
     seremban, kelantan, terengganu, pahang, kuantan, alor setar, langkawi, cameron highlands`,
  ],
  [
    'hk',
    `hong kong, hongkong, hongkon, hk, kowloon, macau, makau, causeway bay, victoria park, tsuen wan, yuen long, sha tin, shatin,
     tuen mun, mong kok, mongkok, tai po, wan chai, wanchai, tseung kwan o, kwun tong, sham shui po, tsim sha tsui`,
  ],
  [
    'tw',
    `taiwan, taipei, taipe, taichung, kaohsiung, tw, tainan, taoyuan, hsinchu, keelung, changhua, pingtung, yilan, hualien,
     chiayi, miaoli, nantou, yunlin, taitung, zhongli, chungli, penghu`,
  ],
  [
    'kr',
    `korea, korsel, seoul, busan, incheon, ansan, suwon, daegu, daejeon, gwangju, ulsan, gimhae, siheung, hwaseong, pyeongtaek,
     changwon, geoje, jeju, cheonan`,
  ],
  [
    'kh',
    `kamboja, kmboja, cambodia, kambodia, kamboj*, phnom, poipet, bavet, sihanouk*, siem reap, kampot, koh kong, svay rieng`,
  ],
  [
    'mm',
    'myanmar, miyanmar, myawad*, yangon, burma, laukkai, kokang, shwe kokko, kk park, tachileik, mandalay',
  ],
  [
    'jp',
    `jepang, japan, tokyo, osaka, nagoya, yokohama, kyoto, fukuoka, hiroshima, sapporo, hokkaido, saitama, gunma, ibaraki, aichi,
     shizuoka, okinawa, nagano`,
  ],
  ['sg', 'singapura, singapore, spore, sg, jurong, woodlands'],
  ['bn', 'brunei, bandar seri, kuala belait'],
  ['ae', 'dubai, abu dhabi, abudhabi, abudabi, uea, uae, emirat, sharjah, ajman'],
  ['th', 'thailand, bangkok, mae sot, maesot, phuket, pattaya, songkhla, hat yai, chiang mai'],
  [
    'sa',
    'saudi, arab, riyad*, jeddah, jedah, mekkah, makkah, madinah, dammam, khobar, taif, tabuk, jizan, jubail, yanbu, buraidah',
  ],
  [
    'other',
    `qatar, doha, kuwait, kuwet, oman, muscat, muskat, bahrain, manama, yordania, jordan, suriah, damaskus, laos, turki, turkey,
     istanbul, polandia, poland, irak, erbil, baghdad, libya, mesir, kairo, italia,
     filipina, manila, vietnam, hungaria, lebanon, libanon, beirut`,
  ],
]

const places = names.map(([place, listed]): readonly [Abroad, RegExp] => {
  const ways = listed.split(',').map((name) => name.trim().replace('*', '\\w*'))
  return [place, new RegExp(`\\b(${ways.join('|')})\\b`)]
})

/** Where a message says the person is, if it says so: the first of the list that fits. */
export function readPlace(plain: string): Abroad | null {
  return places.find(([, pattern]) => pattern.test(plain))?.[0] ?? null
}
