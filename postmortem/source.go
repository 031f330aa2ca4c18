package postmortem

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxSize is the largest source that Parse reads.
const MaxSize = 2 << 20

// windows1252 holds what Windows-1252 has at 0x80 to 0x9F, where Latin-1 has
// only control characters that nobody writes on purpose.
var windows1252 = [32]rune{
	'€', 0xFFFD, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0xFFFD, 'Ž', 0xFFFD,
	0xFFFD, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0xFFFD, 'ž', 'Ÿ',
}

// decode gives a document's source as UTF-8 with one kind of line end, or says why not.
func decode(source []byte) ([]byte, *Notice, error) {
	source, notice, err := toUTF8(source, "document", MaxSize)
	if err != nil {
		return nil, nil, err
	}
	if line := htmlLine(source); line > 0 {
		return nil, nil, &Error{Reason: ReasonHTML, Line: line,
			Message: "this is an HTML page, not Markdown; export the postmortem as Markdown and bring that"}
	}
	if isJSON(source) {
		return nil, nil, &Error{Reason: ReasonJSON, Message: "this is JSON, not Markdown; what debrief export wrote is imported alone, as a file of its own"}
	}
	return oneLineEnd(source), notice, nil
}

// isJSON says whether the text is JSON, or JSON lines.
func isJSON(source []byte) bool {
	source = bytes.TrimSpace(source)
	if source[0] != '{' && source[0] != '[' {
		return false
	}
	first, _, _ := bytes.Cut(source, []byte{'\n'})
	return json.Valid(source) || source[0] == '{' && json.Valid(first)
}

// UTF8 gives a document's source as UTF-8, without a byte order mark and with its own line ends: what Document.Source is but for
// these. A source that [Parse] refuses stays as it is.
func UTF8(source []byte) []byte {
	text, _, err := toUTF8(source, "document", MaxSize)
	if err != nil {
		return source
	}
	return text
}

// toUTF8 gives the source as UTF-8, or says why it is no text of at most limit bytes. what is what a person calls it.
func toUTF8(source []byte, what string, limit int) ([]byte, *Notice, error) {
	tooLarge := &Error{Reason: ReasonTooLarge, Message: fmt.Sprintf("the %s has more than %d MiB, which is the most that is read", what, limit>>20)}
	if len(source) > limit {
		return nil, nil, tooLarge
	}
	var notice *Notice
	switch {
	case bytes.HasPrefix(source, []byte{0xEF, 0xBB, 0xBF}):
		source = source[3:]
	case bytes.HasPrefix(source, []byte{0xFF, 0xFE}):
		source, notice = fromUTF16(source[2:], binary.LittleEndian), &Notice{Code: "decoded", Message: "read as UTF-16"}
	case bytes.HasPrefix(source, []byte{0xFE, 0xFF}):
		source, notice = fromUTF16(source[2:], binary.BigEndian), &Notice{Code: "decoded", Message: "read as UTF-16"}
	}
	for _, archive := range []string{"PK\x03\x04", "\xD0\xCF\x11\xE0"} {
		if bytes.HasPrefix(source, []byte(archive)) {
			return nil, nil, &Error{Reason: ReasonBinary, Message: "this is an office program's own file or an archive, not text; save the text as Markdown, or save the table as CSV, and bring that"}
		}
	}
	if at := bytes.IndexByte(source, 0); at >= 0 {
		return nil, nil, &Error{Reason: ReasonBinary, Line: 1 + bytes.Count(source[:at], []byte{'\n'}),
			Message: "a NUL byte: this is a binary file, not text"}
	}
	if !utf8.Valid(source) {
		valid, invalid, control := countRunes(source)
		switch {
		case control*10 > len(source):
			return nil, nil, &Error{Reason: ReasonBinary, Message: "this is a binary file, not text"}
		case valid > invalid:
			// Text that is UTF-8 but for a few broken bytes.
			source = bytes.ToValidUTF8(source, []byte("\uFFFD"))
			notice = &Notice{Code: "replaced", Message: fmt.Sprintf("%d bytes are not UTF-8; they were replaced by \uFFFD", invalid)}
		default:
			source = fromWindows1252(source)
			notice = &Notice{Code: "decoded", Message: "not UTF-8; read as Windows-1252"}
		}
	}
	if len(source) > limit { // other encodings are shorter than UTF-8
		return nil, nil, tooLarge
	}
	if len(bytes.TrimSpace(source)) == 0 {
		return nil, nil, &Error{Reason: ReasonEmpty, Message: "the " + what + " is empty"}
	}
	return source, notice, nil
}

func countRunes(source []byte) (valid, invalid, control int) {
	for i := 0; i < len(source); {
		r, n := utf8.DecodeRune(source[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			invalid++
		case n > 1:
			valid++
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f':
			control++
		}
		i += n
	}
	return valid, invalid, control
}

func fromUTF16(source []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(source)/2)
	for i := range units {
		units[i] = order.Uint16(source[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

func fromWindows1252(source []byte) []byte {
	out := make([]byte, 0, len(source)+len(source)/8)
	for _, b := range source {
		r := rune(b)
		if b >= 0x80 && b <= 0x9F {
			r = windows1252[b-0x80]
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// oneLineEnd makes \r\n and a lone \r into \n. Always a copy: the caller's bytes
// are the caller's.
func oneLineEnd(source []byte) []byte {
	out := make([]byte, 0, len(source))
	for i, b := range source {
		if b == '\r' {
			if i+1 < len(source) && source[i+1] == '\n' {
				continue
			}
			b = '\n'
		}
		out = append(out, b)
	}
	return out
}

// htmlLine gives the line on which an HTML page begins, 0 when it is not one.
// Markdown may begin with an HTML block; a page begins with a doctype or its head,
// or has nothing else than tags at the start of its lines.
func htmlLine(source []byte) int {
	at := skipComments(source)
	head := strings.ToLower(string(source[at:min(at+16, len(source))]))
	for _, start := range []string{"<!doctype html", "<html", "<?xml", "<head", "<body"} {
		if strings.HasPrefix(head, start) {
			return 1 + bytes.Count(source[:at], []byte{'\n'})
		}
	}
	if !strings.HasPrefix(head, "<") {
		return 0
	}
	tags, lines := 0, 0
	for line := range bytes.Lines(source[at:]) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines++
			if line[0] == '<' {
				tags++
			}
		}
	}
	if tags*10 >= lines*8 && bytes.Contains(source, []byte("</")) {
		return 1 + bytes.Count(source[:at], []byte{'\n'})
	}
	return 0
}

// skipComments gives the offset after white space and HTML comments: a licence
// or a source line that a collector put above the document.
func skipComments(source []byte) int {
	at := 0
	for {
		for at < len(source) && (source[at] == ' ' || source[at] == '\t' || source[at] == '\n' || source[at] == '\r') {
			at++
		}
		if !bytes.HasPrefix(source[at:], []byte("<!--")) {
			return at
		}
		end := bytes.Index(source[at:], []byte("-->"))
		if end < 0 {
			return at
		}
		at += end + len("-->")
	}
}
