package mailtest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
)

// maxDepth bounds how deep multiparts may nest.
const maxDepth = 10

// Message is one mail as it was received.
type Message struct {
	ID             int         // 1 for the first mail that the server took; never used twice
	From           string      // the envelope's sender
	To             []string    // the envelope's recipients, Cc among them
	Subject        string      // decoded
	Text           string      // the first text/plain part
	HTML           string      // the first text/html part
	Calendar       string      // the first text/calendar part that is not an attachment
	CalendarMethod string      // the method parameter of that part's Content-Type
	Attachments    []string    // the file names, in order
	Headers        mail.Header // of the whole mail, not decoded
	Raw            []byte      // as it came over the wire; not to be changed
	ReceivedAt     time.Time   // when DATA was complete
	Problem        string      // why the mail could not be parsed; "" for a sound one
}

// Header returns a header of the mail, decoded (RFC 2047).
func (m Message) Header(name string) string { return decodeHeader(m.Headers.Get(name)) }

// parse fills in what the mail says of itself.
func (m *Message) parse() {
	msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		m.Problem = fmt.Sprintf("reading the header: %v", err)
		return
	}
	m.Headers = msg.Header
	m.Subject = m.Header("Subject")
	if err := m.part(textproto.MIMEHeader(msg.Header), msg.Body, 0); err != nil {
		m.Problem = err.Error()
	}
}

// part reads one MIME part and what is inside of it.
func (m *Message) part(header textproto.MIMEHeader, body io.Reader, depth int) error {
	contentType := header.Get("Content-Type")
	if contentType == "" {
		contentType = "text/plain" // RFC 2045, section 5.2
	}
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("reading the content type %q: %w", contentType, err)
	}
	if strings.HasPrefix(media, "multipart/") {
		if depth == maxDepth {
			return fmt.Errorf("the parts nest deeper than %d", maxDepth)
		}
		return m.parts(multipart.NewReader(body, params["boundary"]), depth+1)
	}
	content, err := io.ReadAll(decoded(header.Get("Content-Transfer-Encoding"), body))
	if err != nil {
		return fmt.Errorf("decoding the %s part: %w", media, err)
	}
	disposition, file, err := mime.ParseMediaType(header.Get("Content-Disposition"))
	if err == nil && disposition == "attachment" {
		m.Attachments = append(m.Attachments, decodeHeader(file["filename"]))
		return nil
	}
	keep := func(field *string) {
		if *field == "" {
			*field = string(content)
		}
	}
	switch media {
	case "text/plain":
		keep(&m.Text)
	case "text/html":
		keep(&m.HTML)
	case "text/calendar":
		if m.Calendar == "" {
			m.CalendarMethod = params["method"]
		}
		keep(&m.Calendar)
	}
	return nil
}

func (m *Message) parts(r *multipart.Reader, depth int) error {
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the next part: %w", err)
		}
		if err := m.part(p.Header, p, depth); err != nil {
			return err
		}
	}
}

// decoded undoes a transfer encoding (RFC 2045, section 6).
func decoded(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	}
	return r
}

// decodeHeader undoes RFC 2047, as far as it can.
func decodeHeader(s string) string {
	if d, err := new(mime.WordDecoder).DecodeHeader(s); err == nil {
		return d
	}
	return s
}
