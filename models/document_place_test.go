package models

import "testing"

func TestWhereADocumentIsKept(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://docs.google.com/document/d/1a/edit":                        "Google Doc",
		"https://storefront.atlassian.net/wiki/spaces/OPS/pages/1/Checkout": "Confluence page",
		"https://wiki.example.com/display/OPS/Checkout":                     "Confluence page",
		"https://github.com/storefront/postmortems/blob/main/2026-03-02.md": "file in Git",
		"https://git.example.com/ops/postmortems/-/blob/main/2026-03-02.md": "file in Git",
		"https://github.com/storefront/postmortems/issues/1":                "document",
		"https://notion.so.example.com/x":                                   "document",
		"https://example.com/2026-03-02.pdf":                                "document",
		"https://storefront.sharepoint.com/:w:/s/ops/1":                     "document in SharePoint",
		"%": "document",
	} {
		if got := DocumentPlace(address); got != want {
			t.Errorf("%s is a %s, want a %s", address, got, want)
		}
	}
}
