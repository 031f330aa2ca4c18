package slacktest

import (
	"encoding/json"
	"strings"
)

// Slack's limits.
const (
	maxBlocks  = 50
	maxHeading = 150
	maxWords   = 3000
	maxLength  = 13200 // of all blocks, about where Slack begins to refuse
)

// Block is a block of a message as it is read.
type Block struct {
	Heading bool
	Runs    []Run
}

// Run is words of a block.
type Run struct {
	Words, URL string
	Bold       bool
}

// Words returns a block's words.
func (b Block) Words() string {
	var text strings.Builder
	for _, r := range b.Runs {
		text.WriteString(r.Words)
	}
	return text.String()
}

// readBlocks reads blocks as Slack does, or returns the code with which it refuses them.
func readBlocks(text string) ([]Block, string) {
	if text == "" {
		return nil, ""
	}
	var raw []struct {
		Type string `json:"type"`
		Text *struct {
			Type string `json:"type"`
			Text string `json:"text"`
		} `json:"text"`
		Elements []struct {
			Type     string `json:"type"`
			Elements []struct {
				Type  string `json:"type"`
				Text  string `json:"text"`
				URL   string `json:"url"`
				Style struct {
					Bold bool `json:"bold"`
				} `json:"style"`
			} `json:"elements"`
		} `json:"elements"`
	}
	if json.Unmarshal([]byte(text), &raw) != nil {
		return nil, "invalid_blocks_format"
	}
	if len([]rune(text)) > maxLength {
		return nil, "msg_blocks_too_long"
	}
	if len(raw) > maxBlocks {
		return nil, "invalid_blocks"
	}
	var list []Block
	for _, b := range raw {
		var out Block
		switch {
		case b.Type == "header" && b.Text != nil && b.Text.Type == "plain_text" && b.Text.Text != "" && len([]rune(b.Text.Text)) <= maxHeading:
			out = Block{Heading: true, Runs: []Run{{Words: b.Text.Text}}}
		case b.Type == "rich_text" && len(b.Elements) > 0:
			for _, section := range b.Elements {
				if section.Type != "rich_text_section" || len(section.Elements) == 0 {
					return nil, "invalid_blocks"
				}
				for _, e := range section.Elements {
					link := e.Type == "link" && strings.Contains(e.URL, "://")
					if !link && (e.Type != "text" || e.Text == "" || e.URL != "") {
						return nil, "invalid_blocks"
					}
					out.Runs = append(out.Runs, Run{Words: e.Text, URL: e.URL, Bold: e.Style.Bold})
				}
			}
		default:
			return nil, "invalid_blocks"
		}
		if len([]rune(out.Words())) > maxWords {
			return nil, "invalid_blocks"
		}
		list = append(list, out)
	}
	return list, ""
}
