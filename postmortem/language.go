package postmortem

import (
	"slices"
	"strings"
	"unicode"
)

// anyLanguage are the checks that do not read English: they go on where a text is
// in another language.
var anyLanguage = wordSet(`language missing-section empty-section timeline-order timeline-no-zone impact-no-number causes-one-level
	undefined-acronym too-short`)

func init() { checks["language"] = (*checker).language }

// reads reports whether a rule can be asked of the document: Debrief's own rules
// of wording know only English, a team's rules are in whatever it writes.
func (c *checker) reads(r *Rule) bool {
	if !c.foreign || anyLanguage[r.Check] {
		return true
	}
	return DefaultRules().Rule(r.ID) == nil
}

// language tells once that most rules were not asked.
func (c *checker) language(r *Rule) {
	if !c.foreign || len(c.prose) == 0 {
		return
	}
	s := c.prose[0]
	c.add(r, s.kind, s.text.Source(0, len(cut(s.text.Plain, 120))), "language", "")
}

// englishWords are those without which nobody writes English.
var englishWords = wordSet(`the of and to in a is was that for it on with as were be by at this we from had not are but have an they
	which or been our when has also there after their its all would will if then some because more other than into no so out can
	could only who them these about during before where while did do does up us how what you your i he she any may might should
	being both each very over under between until again once here why most such since due through without within however`)

// otherWords are those of other languages that no English text has.
var otherWords = without(wordSet(`der das und ist nicht mit ein eine einen einem einer den dem des von zu für auf wurde wurden werden wird sich auch
	nach bei aus es im zum zur als wir sind durch oder aber wie noch keine kein haben hatte konnte konnten über vom dass
	alle alles wieder dann damit sowie bis seit gegen während beim ins unter ohne dieser diese dieses jede jeder jedes
	le la les une des du et est dans pour que qui pas sur avec par sont nous ont été cette ce ces aux plus mais ou où leur ils elle était
	pendant après avant depuis aucun aucune chaque tous toutes
	el los las del y en que es un una por con para se su al lo como pero fue fueron más este esta estaba durante nuestro sus hasta desde
	sobre todos cada antes después porque cuando
	o os um uma não da dos das em na nos nas foi foram são ao pelo pela mais está ser também nosso após
	sem depois quando
	il gli della delle dei di che non è per sono stato stata nel nella con anche più questo questa dal alla
	de het een niet van op zijn voor met aan er maar om ook werd waren onze bij naar dit deze geen
	wij hebben heeft hadden geweest kon konden elke
	och att det som är på av inte med till har var ett vi den kan från efter eller
	og ikke jeg vi af på blev til fra
	ja ei ole oli että mutta tai kun sen
	i w na nie się jest do że z przez ale więc przed tym tego oraz tylko już aby był była było były oraz jak po dla od
	a se na je v že byl byla do pro při jsme
	ve bir bu için ile da olarak olan çok daha sonra`), englishWords, wordSet(`a i do on in me no or as at be so we he an us up if is it by to of all am for per pro
	plus das ole dim map var to den des la le de du e el los las al con da di san es un om op pan van von ce ils`))

// otherNouns are what postmortems of other languages speak of.
var otherNouns = wordSet(`datenbank ausfall kunden nutzer ursache ursachen behoben neustart störung fehler auswirkung auswirkungen maßnahmen zusammenfassung zeitverlauf ablauf
	betroffen ausgefallen gelöscht erreichbar verfügbar dienst dienste bestellungen anmeldung entwickler bereitschaft
	panne résumé utilisateurs serveur serveurs données chronologie alerte alertes redémarrage erreur erreurs équipe rétabli
	resumen usuarios clientes servidor servidores datos causa raíz caída cronología alerta alertas equipo resuelto reinicio servicio fallo fallos
	resumo usuários dados raiz queda erro equipe resolvido reinício serviço falha falhas
	samenvatting klanten gebruikers storing oorzaak tijdlijn opgelost herstel herstart fout melding
	riepilogo utenti clienti guasto interruzione risolto riavvio servizio`)

// otherVerbs say by themselves that a title is of another language.
var otherVerbs = wordSet(`einrichten schreiben testen prüfen hinzufügen erstellen verbessern entfernen aktualisieren erhöhen einführen dokumentieren überwachen
	ajouter vérifier créer corriger améliorer supprimer réduire documenter configurer
	añadir agregar crear mejorar eliminar reducir aumentar revisar documentar configurar
	adicionar criar melhorar remover reduzir verificar toevoegen instellen verwijderen verbeteren aggiungere creare migliorare rimuovere`)

// alsoEnglish are those of them that stand in an English title as well: "Improve spam remover", "Better résumé storing".
var alsoEnglish = wordSet(`remover storing melding résumé documenter configurer`)

// without gives the words of the first set that are in none of the others.
func without(set map[string]bool, others ...map[string]bool) map[string]bool {
	for _, other := range others {
		for word := range other {
			delete(set, word)
		}
	}
	return set
}

// The bounds of what is called another language.
const (
	languageSample = 3000 // words: the beginning says enough
	fewOtherWords  = 5
	fewEvidence    = 3
	fewLetters     = 20
	manyWords      = 80
)

// foreign reports whether a text is not English: by its small words, which every text is full of, or by its letters. In a text
// of a few words, and in the headings, each word counts once, and those of accidents and verbs too; English headings alone
// make no English text. A text of a few words that tells nothing is taken for English.
func foreign(prose, headings []sentence) bool {
	total, english, surely, other, letters, strange := 0, 0, 0, 0, 0, 0
	evidence := map[string]bool{}
	for _, s := range prose {
		eachWord(s.lower, func(word string) {
			total++
			switch {
			case englishWords[word]:
				if english++; !sharedWords[word] {
					surely++
				}
			case otherWords[word]:
				other++
			}
			for _, r := range word {
				letters++
				// Greek is the first script after Latin. A maths symbol is no letter.
				if r >= 0x370 && !unicode.Is(unicode.Latin, r) {
					strange++
				}
			}
		})
		if total > languageSample {
			break
		}
	}
	switch {
	case strange >= fewLetters && strange*3 > letters:
		return true
	case other >= fewOtherWords && other > english:
		return true
	case total >= manyWords && english*100 < 3*total:
		return true
	case total > 2*manyWords:
		return false
	}
	for _, s := range slices.Concat(prose, headings) {
		eachWord(s.masked, func(word string) {
			lower := strings.ToLower(word)
			small := word == lower // a name has a capital letter
			if otherWords[lower] || otherNouns[lower] || otherVerbs[lower] || small && accented(word) {
				evidence[lower] = true
			}
		})
	}
	return len(evidence) >= fewEvidence && len(evidence) > 2*surely
}

// sharedWords are English, and of other languages as well.
var sharedWords = wordSet(`a in no do so as an on was is we over under at for had will also me he i or be been who up`)

// foreignTitle reports whether an action item's title is not English. It has few words: several that only other languages have, or
// one beside a word with an accent, or a verb of theirs, and no English one.
func foreignTitle(title string) bool {
	english, letters, strange, accents, verbal, doubtful := 0, 0, 0, false, false, false
	other := map[string]bool{}
	eachWord(strings.ToLower(title), func(word string) {
		switch {
		case sharedWords[word]:
		case englishWords[word]:
			english++
		case alsoEnglish[word]:
			doubtful = true
		case otherWords[word], otherNouns[word]:
			other[word] = true
		}
		verbal = verbal || otherVerbs[word] && !alsoEnglish[word]
		accents = accents || accented(word)
		for _, r := range word {
			letters++
			if r >= 0x370 && !unicode.Is(unicode.Latin, r) {
				strange++
			}
		}
	})
	return strange*2 > letters || english == 0 && (verbal || len(other) >= 2 || len(other) == 1 && (accents || doubtful))
}

// eachWord gives the words of a text: stretches of letters, with apostrophes.
func eachWord(s string, yield func(word string)) {
	start := -1
	for i, r := range s {
		if r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') || r >= 0x80 && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || r == '’') ||
			r == '\'' && start >= 0 {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			yield(s[start:i])
			start = -1
		}
	}
	if start >= 0 {
		yield(s[start:])
	}
}
