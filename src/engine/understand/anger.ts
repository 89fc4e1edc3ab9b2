/** Words of feeling: somebody who has had enough of us, or to whom life is heavy. Read on plain words (see letters.ts). */
import { anyOf } from './pattern.ts'

const anger = anyOf`
  \b(goblok|gblk|goblog|bodoh|tolol|bego|bloon|anjing|anjir|anjrit|bangsat|sialan|kampret|brengsek|bajingan|
    asu|jancuk|jancok|cuk|gendeng|edan|belegug|sia teh|setan|kurang ajar|stupid|useless|idiot|dumb|shit|fuck\w*|
    bullshit|crap)\b
  \b(tidak|gak|ga|ora) (guna|berguna|becus|nyambung|jelas banget|membantu|mbantu|ngebantu)\b
  \b(percuma|payah|muter muter|muter2|bikin (kesal|kesel|emosi|pusing)|kesal|kesel|emosi saya|ngeselin)\b
  \bnot help(ful|ing)\b
  \bjawab( \w+)? (yang|seng|nu) (benar|bener|betul|jelas)\b
`

export function isAngry(plain: string): boolean {
  return anger.test(plain)
}

const heavy = anyOf`
  \b(cape|capek|capai|lelah|letih|kesel badan|kangen|rindu|sedih|nangis|menangis|kesepian|sepi|homesick|lonely|tired|exhausted|
    sumpek|stres|stress|galau|bingung|cerewet|bawel|miss (my|home)|i am sad|im sad|kesah|sayah|sono|susah hati|berat rasanya|
    bosan|jenuh|betah|krasan)\b
`

/** Somebody is tired, sad, or misses their child: no danger, and no question. */
export function isHeavy(plain: string): boolean {
  return heavy.test(plain)
}
