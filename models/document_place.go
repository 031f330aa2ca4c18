package models

import (
	"net/url"
	"strings"
)

// places are where teams keep documents, by the end of the host's name and a part of the path.
var places = []struct{ host, path, name string }{
	{"docs.google.com", "/document/", "Google Doc"},
	{"drive.google.com", "", "file in Google Drive"},
	{"atlassian.net", "/wiki/", "Confluence page"},
	{"notion.so", "", "Notion page"},
	{"notion.site", "", "Notion page"},
	{"github.com", "/blob/", "file in Git"},
	{"gitlab.com", "/blob/", "file in Git"},
	{"bitbucket.org", "/src/", "file in Git"},
	{"sharepoint.com", "", "document in SharePoint"},
	{"", "/-/blob/", "file in Git"},      // any GitLab
	{"", "/display/", "Confluence page"}, // any Confluence
	{"", "/pages/viewpage", "Confluence page"},
	{"", "/wiki/", "wiki page"},
}

// DocumentPlace says what is at the address of a document that is kept elsewhere, such as "Google Doc".
func DocumentPlace(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "document"
	}
	host := strings.ToLower(u.Hostname())
	for _, p := range places {
		if (p.host == "" || host == p.host || strings.HasSuffix(host, "."+p.host)) && strings.Contains(u.Path, p.path) {
			return p.name
		}
	}
	return "document"
}
