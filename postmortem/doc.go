// Package postmortem reads a postmortem written in Markdown: its sections by
// meaning rather than by spelling, its facts (title, date, severity, services,
// timeline) and its action items wherever they are. It is a leaf: it imports no
// other package of Debrief.
//
// [Parse] gives a [Document]. Everything in it that was read from the text has a
// [Span], the place in Document.Source that it came from, so that a reader can
// be shown where.
package postmortem
