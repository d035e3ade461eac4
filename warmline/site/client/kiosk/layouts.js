// The keys on which words are entered, by language: rows of letters, in planes that a key leads to.

const LATIN = [['QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM']];
const FILIPINO = [['QWERTYUIOP', 'ASDFGHJKLÑ', 'ZXCVBNM']];
// The marks of tones stand on the vowel before them: sắc, huyền, hỏi, ngã, nặng.
const VIETNAMESE = [['ĂÂĐÊÔƠƯ\u0301\u0300\u0309\u0303\u0323', 'QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM']];
// In the places that typists know from the keyboards of Thai computers (Kedmanee), without digits and brackets.
const THAI = [
  ['ภถุึคตจขช', 'ๆไำพะัีรนยบล', 'ฟหกดเ้่าสวง', 'ผปแอิืทมใฝ'],
  ['ู', 'ฎฑธํ๊ณฯญฐ', 'ฤฆฏโฌ็๋ษศซ', 'ฉฮฺ์ฒฬฦๅ'],
];

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const VOWEL = /[aăâeêioôơuưy]/iu;
const MARK = /^\p{M}$/u;

// The layouts of a language, its own first, each with the name of the key that leads to it.
export function layouts(language) {
  if (language === 'th') return [{ name: 'ไทย', planes: THAI }, { name: 'ABC', planes: LATIN }];
  if (language === 'vi') return [{ name: 'ABC', planes: VIETNAMESE, tones: true }];
  return [{ name: 'ABC', planes: language === 'fil' ? FILIPINO : LATIN }];
}

// Whether a language is written with more characters than there are keys: then the screen's own system helps.
export const isComposed = (language) => language.startsWith('zh');

// What stands on a key: a mark stands on a circle.
export const shown = (text) => (MARK.test(text) ? `◌${text}` : text);

// A line with one more character. A word begins with a capital; a tone goes to the last vowel of the word, once.
export function typed(line, text, tones) {
  if (tones && new RegExp(TONES).test(text)) return toned(line, text);
  return line + (line && !line.endsWith(' ') ? text.toLowerCase() : text);
}

function toned(line, tone) {
  const letters = [...line.normalize('NFC')];
  for (let place = letters.length - 1; place >= 0 && letters[place] !== ' '; place -= 1) {
    const parts = letters[place].normalize('NFD');
    const plain = parts.replace(TONES, '').normalize('NFC');
    if (!VOWEL.test(plain)) continue;
    letters[place] = parts.includes(tone) ? plain : (plain + tone).normalize('NFC');
    return letters.join('');
  }
  return line;
}

// A line without its last character.
export const deleted = (line) => [...line].slice(0, -1).join('');
