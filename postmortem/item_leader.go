package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// aimsTo are words between "is" and "to" of what somebody means to do.
const aimsTo = `going|planning|hoping|intending|aiming|looking|about|set|scheduled|expected`

var (
	// leaderEnd divides who will do it from what: "Ana: add …", "Ana — add …", "Ana is going to add …".
	leaderEnd = regexp.MustCompile(`:\s+|：\s*|\s+[-–—]{1,2}\s+|['’](?:ll|(?:s|re)\s+(?:` + aimsTo + `)\s+to)\s+(?:also\s+)?|` +
		`\s(?:(?:(?:is|are)\s+(?:(?:also|now|currently)\s+)?(?:(?:` + aimsTo + `)\s+)?|(?:plan|need|want|intend|aim|hope|promise|offer|agree)s?\s+|ha(?:s|ve)\s+(?:(?:been\s+asked|promised|decided|committed)\s+)?|(?:has\s+)?(?:agreed|offered|volunteered|promised)\s+)?to|will(?:\s+also)?(?:\s+be)?|should|must)\s(?:also\s+)?|` +
		`\s(?:is|are)\s(?:(?:also|now|currently)\s+)?(?:(?:responsible\s+for|in\s+charge\s+of)\s+)?|,?\s+(?:could\s+you\s+)?[Pp]lease\s+`)
	// leaderBracket is the same in brackets: "[Ana] Add …", "(Ana, P1) Add …", "[OPS-9] [Ana] [30 June] Add …".
	leaderBracket  = regexp.MustCompile(`^(?:[(\[][^()\[\]]{2,60}[)\]]\s*){1,4}[-–—:]?\s*`)
	betweenBracket = regexp.MustCompile(`[)\]]\s*[(\[]`)
	// leaderRank is who will do it and how urgently, leaderBare only who.
	leaderRank = regexp.MustCompile(`^(@?\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*){0,2}?(?: [Tt]eam)?)(?:,?\s+(?:[(\[](P[0-5]|(?i:` + rankNames + `))[)\]]|(P[0-5]))\s*[:.–—-]?\s+|(?:\s*[:|]|\s+[-–—])\s+(P[0-5]|` + rankNames + `)(?:\s*[:|]|\s+[-–—])\s+)`)
	leaderBare = regexp.MustCompile(`^(@?\p{Lu}[\p{L}'’.-]*) \p{Lu}`)
	// leaderNone says that nobody does it yet: "TBD – add …".
	leaderNone = regexp.MustCompile(`(?i)^(?:(?:owner )?tb[dac]|no owner(?: yet)?|unassigned|unowned|somebody|someone|\?+)$`)
	leaderJob  = regexp.MustCompile(`\s*\(([^()]{1,30})\)$`)
	// pleading is said before what somebody is asked to do.
	pleading = regexp.MustCompile(`^[Pp]lease,?\s+`)
	// anyTeam names none.
	anyTeam = regexp.MustCompile(`(?i)^(?:(?:the|our|my|your|this|that|whole|entire)\s+(?:whole\s+|entire\s+)?team$|(?:an?|each|every|any|all|no|both)\s)`)
)

// maxDay bounds a day, in bytes.
const maxDay = 20

// maxLeader bounds where who leads an item ends, in bytes.
const maxLeader = 60

// takeLeader takes who stands before the words of an item as their owner: a person whom the document knows, a frequent given
// name, a handle, a team. "Alerting: add …" has none.
func (d *details) takeLeader(people nameList) {
	before := d.owner
	defer func() { d.led = d.led || d.owner != before }()
	if lead := leaderBracket.FindString(d.title); lead != "" {
		parts := tailBreak.Split(betweenBracket.ReplaceAllString(strings.Trim(lead, "()[] -–—:"), ", "), 8)
		if rest := d.title[len(lead):]; leads(parts, people) && asks(rest) {
			d.takeParts(rest, parts)
		}
		return
	}
	if who, rest := handleBefore(d.title); who != "" {
		d.owner, d.title = who, rest
		return
	}
	start := cut(d.title, maxLeader)
	m := leaderEnd.FindStringIndex(start)
	if m == nil {
		return
	}
	if m[0] <= maxDay && tailDays.MatchString(start[:m[0]]) { // "June 3 - Ana: …"
		if next := leaderEnd.FindStringIndex(start[m[1]:]); next != nil {
			m = []int{m[1] + next[0], m[1] + next[1]}
		}
	}
	names, rest := strings.TrimRight(d.title[:m[0]], " "), pleading.ReplaceAllString(strings.TrimSpace(d.title[m[1]:]), "")
	noted := []string{}
	if job := leaderJob.FindStringSubmatchIndex(names); job != nil {
		if t, ok := tailFrom(names[job[2]:job[3]]); ok && t.count[tailPerson]+t.count[maybePerson] == 0 {
			noted = t.parts // "Ana (14 June): …"
		}
		names = names[:job[0]]
	}
	end := strings.Fields(d.title[m[0]:m[1]])
	spoken := onlyLetters(strings.TrimLeft(end[0], "'’"))
	doing := (end[0] == "is" || end[0] == "are" || slices.Contains(end, "be")) && !slices.Contains(end, "to")
	var asked bool
	switch verb := firstWord(rest); {
	case doing:
		asked = participle(rest) && strings.HasSuffix(verb, "ing")
	case spoken:
		asked = imperative(rest) && verb != "be"
	default:
		asked = asks(rest)
	}
	if !asked || aboutPackage(names, rest) || words(rest) < 2 || hindsight.MatchString(d.title) {
		return
	}
	switch {
	case !spoken && leaderNone.MatchString(names):
		d.title, d.led = rest, true
		return
	case people.allCalled(names):
		d.takeParts(rest, noted)
		d.owner = names
		return
	}
	if parts := tailBreak.Split(names, 8); len(parts) > 1 && !spoken && imperative(rest) && leads(parts, people) { // "June 3, Ana: …"
		d.takeParts(rest, append(parts, noted...))
	}
}

// takeRanked takes who stands before an item's words with nothing between them but a priority: "Ana P1 Add …", "Ana [High] Add …".
func (d *details) takeRanked(people nameList) {
	who, rank, rest := "", d.priority, ""
	if start := cut(d.title, maxLeader); rank == "" && !strings.ContainsAny(start, "([|:–—-") && !strings.Contains(start, " P") {
		return // a cheap look
	}
	if m := leaderRank.FindStringSubmatch(d.title); m != nil {
		who, rank, rest = m[1], m[2]+m[3]+m[4], d.title[len(m[0]):]
	} else if m := leaderBare.FindStringSubmatch(d.title); m != nil && rank != "" { // it was taken from between them
		who, rest = m[1], d.title[len(m[1])+1:]
		if next := nextName.FindString(d.title[len(m[1]):]); !imperative(rest) && next != "" {
			who, rest = d.title[:len(m[1])+len(next)], strings.TrimSpace(d.title[len(m[1])+len(next):])
		}
	}
	if who != "" && imperative(rest) && words(rest) > 1 && people.allCalled(who) {
		d.owner, d.priority, d.title, d.led = who, rank, rest, true
	}
}

// leads reports whether parts that stand before an item's words are who will do it and what is noted of it. A capitalised
// word between a key and a day is somebody whom nobody knows.
func leads(parts []string, people nameList) bool {
	persons, unknown, keys, days := 0, 0, 0, 0
	for _, part := range parts {
		switch kind := tailPartOf(part); {
		case people.called(part):
			persons++
		case kind == maybePerson:
			unknown++
		case kind == tailKey:
			keys++
		case kind == tailDay:
			days++
		case kind != tailPriority:
			return false
		}
	}
	return unknown == 0 && persons > 0 || unknown+persons == 1 && keys > 0 && days > 0
}

// takeFollower takes people whom the document knows behind a dash as the owners, or with a day or a key behind a comma: "Add …
// — Ana", "Add …, Ana, 14 June".
func (d *details) takeFollower(people nameList) {
	from := max(0, len(d.title)-maxTail)
	for from < len(d.title) && !utf8.RuneStart(d.title[from]) {
		from++
	}
	for _, m := range tailStart.FindAllStringIndex(d.title[from:], -1) {
		head, sep := d.title[:from+m[0]], strings.TrimSpace(d.title[from+m[0]:from+m[1]])
		behind, known := d.title[from+m[1]:], 0
		t, ok := tailFrom(behind)
		for _, part := range t.parts {
			if people.has(part) {
				known++
			} else if person(part) {
				ok = false
			}
		}
		if !ok || known == 0 || words(head) < 2 {
			continue
		}
		last := head[strings.LastIndexByte(head, ' ')+1:] // "Ask Ana, Bo, by Friday"
		switch dashed := strings.Trim(sep, "-–—|") == ""; {
		case dashed && known == len(t.parts):
			d.title, d.owner = head, strings.TrimRight(behind, ". ")
			return
		case dashed, (known < len(t.parts) || d.due != "") && strings.ToLower(last) == last:
			d.takeParts(head, t.parts)
			return
		}
	}
}

// has reports whether the document knows a person by that name.
func (p nameList) has(name string) bool {
	list := strings.Fields(name)
	return len(list) > 0 && slices.ContainsFunc(p[list[0]], func(known []string) bool { return slices.Equal(known, list) })
}

// called reports whether a text can only be the name of somebody: one whom the document knows, or whom everybody would take
// for a person or a team.
func (p nameList) called(name string) bool {
	if p.has(name) {
		return true
	}
	if foreignName(name) {
		return true
	}
	return !isVerb(firstWord(name)) && tailPartOf(name) == tailPerson && !anyTeam.MatchString(name) && !tailOwner.MatchString(name)
}

// foreignNames are two names, or three, in letters that English has not; a lone word may be a thing as well, but for Korean
// names, which begin with one of few.
var foreignNames = regexp.MustCompile(`^(?:(?:\p{Lu}(?:\.\s?|[\p{Cyrillic}\p{Greek}\p{Armenian}-]+\s)){1,2}\p{Lu}[\p{Cyrillic}\p{Greek}\p{Armenian}-]+|` +
	`[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー]{1,6}[\s\x{3000}・·][\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー]{1,6}|[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,8}(?:さん|様|氏)|` +
	`[김이박최정강조윤장임한오서신권황안송류전홍]\p{Hangul}{2}(?:님)?|\p{Arabic}{2,12}(?:\s\p{Arabic}{2,12}){1,2}|\p{Hebrew}{2,12}(?:\s\p{Hebrew}{2,12}){1,2}|[\p{Devanagari}]{2,16}(?:\s[\p{Devanagari}]{2,16}){1,2})$`)

// foreignThings are words in other scripts for what is nobody: services, databases, mails, teams. Korean ones may begin as names do.
var foreignThings = regexp.MustCompile(`(?i)^(?:баз[аыуе]|данны[ех]|сервер\pL*|сервис\pL*|служб\pL*|систем\pL*|команд\pL*|отдел\pL*|групп\pL*|плат[её]ж\pL*|оплат\pL*|поиск\pL*|мониторинг\pL*|оповещени\pL*|уведомлени\pL*|кэш\pL*|очеред\pL*|клиент\pL*|сет[ьи]|журнал\pL*|приложени\pL*|сайт\pL*|почт\pL*|заказ\pL*|склад\pL*|резервн\pL*|копи[яи]|` +
	`βάση|βάσεις|δεδομέν\pL*|διακομιστ\pL*|υπηρεσί\pL*|σύστημα|ομάδα|` +
	`.*(?:サーバー?|サービス|データ|データベース|システム|アプリ|ユーザー?|メール|ページ|ログ|アラート|キャッシュ|クラスター?|ネットワーク|チーム|テスト|ジョブ|バッチ|キュー|ストレージ|バックアップ|ゲートウェイ)|.*(?:決済|支払い?|監視|障害|認証|顧客|注文|在庫|画面|設定|管理|通知|基盤|運用|開発|検索|配信|数据库?|服务器?|系统|监控|团队|支付|订单)|` +
	`서비스|이메일|이미지|이벤트|이용자|이중화|서버실|조회수|장애물|정책팀|전송량|전환율|전처리|정산팀|정상화|최적화|최소화|최대치|최신화|오류율|송신자|수신자|신청자|안정화|안내문|임계값|임계치|한계치|유효성|권한자|조건부|장비팀|강제화|` +
	`قاعدة|البيانات|بيانات|خدمة|الخدمة|خادم|الخادم|نظام|النظام|فريق|מסד|נתונים|שרת|שירות|מערכת|צוות|डेटाबेस|सर्वर|सेवा|सिस्टम|टीम)$`)

// foreignName reports whether a text looks like somebody's name in another script: "山田 太郎", "Иван Петров"; "База Данных" is none.
func foreignName(name string) bool {
	return accented(name) && foreignNames.MatchString(name) && !slices.ContainsFunc(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '・' || r == '·' }), foreignThings.MatchString)
}

// twoNames reports whether a text looks like the whole name of a person whom nobody knows.
func twoNames(name string) bool {
	first, last, _ := strings.Cut(name, " ")
	return unknownName(first) && unknownName(last) && !isVerb(strings.ToLower(first)) && !placeLeads[strings.ToLower(first)] && !things.MatchString(first) && !things.MatchString(last) && !notPerson.MatchString(name)
}

// allCalled reports the same of each name in a list: "Ana and Bo".
func (p nameList) allCalled(names string) bool {
	return p.called(names) || !slices.ContainsFunc(nameSeparator.Split(names, -1), func(name string) bool { return !p.called(name) }) // "@org/team"
}

// peopleIn collects the names of those who wrote the document and who took part, before its action items are read.
func peopleIn(d *Document) nameList {
	names := nameList{}
	names.addCredits(d, d.facts)
	for _, f := range d.facts {
		if roles.MatchString(f.label) {
			names.addFound(f.value.Plain)
			names.addAlone(f.value.Plain)
		}
	}
	for _, s := range d.Sections {
		if s.Kind != KindResponders {
			continue
		}
		for _, b := range s.Blocks {
			names.addListed(b)
		}
	}
	return names
}

// roles are labels before one person, or a few: nobody calls a team or a program a scribe.
var roles = regexp.MustCompile(`^(?:(?:written|prepared|reviewed|reported|led|facilitated) by|(?:(?:incident|deputy) )?(?:commander|coordinator)|incident (?:lead|manager)|ic|deputy|(?:tech|technical|comms|communications?|response) lead|authors?|scribe|reviewers?|approvers?|facilitator|reporter)$`)

// addAlone takes names of one word, of which only the label before them tells that they are a person's.
func (p nameList) addAlone(text string) {
	if len(text) > 500 {
		return
	}
	for _, name := range nameSeparator.Split(text, -1) {
		name, _, _ = strings.Cut(name, "(")
		if name = strings.TrimSpace(name); unknownName(name) && !notPerson.MatchString(name) && !isVerb(strings.ToLower(name)) {
			p.put([]string{name})
		}
	}
}

// addListed takes the names of a list or a table of people: "- Ana Silva (scribe)", "- Scribe: Ana Silva".
func (p nameList) addListed(b *Block) {
	if b.Kind == BlockParagraph || b.Kind == BlockCell {
		text := b.Text.Plain
		if _, value, ok := strings.Cut(text, ": "); ok {
			text = value
		}
		p.addFound(text)
	}
	for _, c := range b.Children {
		p.addListed(c)
	}
}
