package postmortem

import "unicode"

func init() { checks["too-short"] = (*checker).tooShort }

// enoughWords is how many a document has that somebody can learn from.
const enoughWords = 100

// tooShort counts the words of prose. Letters of scripts that write no spaces
// count for half a word.
func (c *checker) tooShort(r *Rule) {
	if len(c.doc.Blocks) == 0 {
		return
	}
	n, letters := 0, 0
	for _, s := range c.prose {
		n += words(s.masked)
		for _, char := range s.masked {
			if char >= 0x0E00 && unicode.In(char, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer) {
				letters++
			}
		}
		if n+letters/2 >= enoughWords {
			return
		}
	}
	c.add(r, KindUnknown, c.top(), "too short", "")
}
