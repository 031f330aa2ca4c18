package postmortem

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

var otherLanguages = map[string]string{
	"German":     "Nach der Änderung wurde die Datenbank langsam, und die Anmeldungen konnten nicht mehr bearbeitet werden. Wir haben den Server neu gestartet, aber das hat nicht geholfen.",
	"French":     "Après le changement, la base de données est devenue lente et les connexions ont échoué pour tous les clients. Nous avons redémarré le serveur, mais cela n'a pas aidé.",
	"Spanish":    "Después del cambio la base de datos se volvió lenta y los usuarios no pudieron iniciar sesión durante una hora. Reiniciamos el servidor, pero no ayudó por completo.",
	"Portuguese": "Depois da mudança o banco de dados ficou lento e os usuários não conseguiram entrar por uma hora. O servidor foi reiniciado, mas isso não ajudou na hora.",
	"Dutch":      "Na de wijziging werd de database traag en konden gebruikers niet meer inloggen. We hebben de server opnieuw gestart, maar dat hielp niet voor het probleem van de dag.",
	"Polish":     "Po zmianie baza danych była wolna i użytkownicy nie mogli się zalogować przez godzinę. Zespół ponownie uruchomił serwer, ale to nie pomogło, więc wycofano zmiany do poprzedniej wersji.",
	"Russian":    "После изменения база данных стала медленной, и пользователи не могли войти в систему в течение часа.",
	"Japanese":   "変更後、データベースが遅くなり、ユーザーは一時間ログインできませんでした。サーバーを再起動しました。",
	"Hebrew":     "לאחר השינוי מסד הנתונים האט והמשתמשים לא יכלו להתחבר במשך שעה אחת שלמה.",
}

func TestATextInAnotherLanguageHasOneNoteAndNoRulesOfWording(t *testing.T) {
	t.Parallel()
	for name, text := range otherLanguages {
		source := "# Postmortem\n\n## Overview\n\n" + text + " This should have been caught in review.\n\n## Impact\n\n## Timeline\n\n- 10:20 x\n- 10:05 y\n"
		doc := parse(t, source)
		notes, structure := 0, 0
		for _, f := range DefaultRules().Check(doc, Context{}) {
			switch {
			case f.Rule == "language":
				notes++
				if f.Level != LevelInfo {
					t.Errorf("%s: the note is a %s", name, f.Level)
				}
			case anyLanguage[f.Rule]:
				structure++
			default:
				t.Errorf("%s: %s is asked: %q", name, f.Rule, f.Text)
			}
		}
		if notes != 1 || structure < 3 {
			t.Errorf("%s: %d notes, %d findings of structure", name, notes, structure)
		}
	}
}

// Headings and titles of these are half English, as people write them.
var shortForeign = map[string]string{
	"German":     "# Postmortem: Outage der Bestellungen\n\n## Impact\n\nBestellungen ausgefallen, 340 Kunden betroffen.\n\n## Timeline\n\n- 10:05 UTC Alarm\n- 12:10 UTC Resolved\n\n## Root Cause\n\nIndex gelöscht, Human Error.\n\n## Action Items\n\n- Alert einrichten\n- Runbook schreiben\n",
	"French":     "# Postmortem : Outage du four\n\n## Résumé\n\nLe four était froid.\n\n## Timeline\n\n- 10:05 UTC alerte\n- 12:10 UTC retour\n\n## Root Cause\n\nUn script, human error.\n\n## Action Items\n\n- Monitoring du four\n",
	"Spanish":    "# Postmortem: Outage de pagos\n\n## Resumen\n\nLos pagos fallaron.\n\n## Timeline\n\n- 10:05 UTC: alerta\n- 12:10 UTC: resuelto\n\n## Root Cause\n\nSe borró un índice, human error.\n\n## Action Items\n\n- Monitor de latencia\n",
	"Dutch":      "# Postmortem: Outage van de kassa\n\n## Samenvatting\n\nDe kassa was niet bereikbaar. Klanten konden niet betalen.\n\n## Timeline\n\n- 10:05 UTC alarm\n- 12:10 UTC opgelost\n\n## Root Cause\n\nHuman error.\n\n## Action Items\n\n- Test het herstel elke week\n",
	"Portuguese": "# Postmortem: Outage dos pagamentos\n\n## Resumo\n\nOs pagamentos falharam.\n\n## Timeline\n\n- 10:05 UTC: alerta\n- 12:10 UTC: resolvido\n\n## Root Cause\n\nUm script apagou o índice, human error.\n\n## Action Items\n\n- Teste de restauração\n",
}

func TestAShortTextInAnotherLanguageIsNotReadAsEnglishAnywhere(t *testing.T) {
	t.Parallel()
	for name, source := range shortForeign {
		notes := 0
		for _, f := range DefaultRules().Check(parse(t, source), Context{}) {
			if f.Rule == "language" {
				notes++
			} else if !anyLanguage[f.Rule] {
				t.Errorf("%s: %s is asked: %q", name, f.Rule, f.Text)
			}
		}
		if notes != 1 {
			t.Errorf("%s: %d notes", name, notes)
		}
	}
	// An item in another language, in a text in English.
	for _, f := range DefaultRules().Check(parse(t, "# T\n\nThe oven was cold, and we had to wait for the bakers.\n\n## Action items\n\n- Runbook schreiben\n- Better monitoring\n"), Context{}) {
		if strings.HasPrefix(f.Rule, "action-") && f.Line == 7 {
			t.Errorf("%s: %q", f.Rule, f.Text)
		}
	}
}

func TestATeamsOwnRulesAreAskedInAnyLanguage(t *testing.T) {
	t.Parallel()
	rules, problems := DefaultRules().With(fstest.MapFS{"haette.yaml": {Data: []byte("id: haette\nmatch: ['hätte']\nwhy: x\n")}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n := 0
	for _, f := range rules.Check(parse(t, "# T\n\n"+otherLanguages["German"]+" Das hätte die Prüfung finden sollen.\n"), Context{}) {
		if f.Rule == "haette" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d findings", n)
	}
}

func TestEnglishIsNotTakenForAnotherLanguage(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Restart nginx.", "OK", "db-01 db-02 db-03", "", "Nach dem Deployment", "The café in São Paulo, run by Müller and de la Cruz, was not affected.",
		"Restarted by José Muñoz, told Zoë Brûlé and André.", "Told the clientes team. Moved servicio-pagos and panne-probe off.", "Naïve résumé parser. Disk full.",
		strings.Repeat("Add index. Drop table. Restart pods. Check logs. The end of it. ", 10),
	} {
		if newChecker(parse(t, "# T\n\n"+text+"\n"), Context{}).foreign {
			t.Errorf("%q is taken for another language", text)
		}
	}
}

func TestNoPublishedPostmortemIsTakenForAnotherLanguage(t *testing.T) {
	t.Parallel()
	dir, docs := published(t)
	for name, doc := range docs {
		if newChecker(doc, Context{}).foreign {
			text, _ := os.ReadFile(filepath.Join(dir, "postmortems", name))
			t.Errorf("%s: %.200s", name, text)
		}
	}
}

func TestATitleInAnotherLanguageIsNotJudged(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]bool{
		"Einen Alarm auf die Tiefe der Warteschlange hinzufügen": true,
		"Die Größe des Pools auf 200 erhöhen":                    true,
		"Ajouter une alerte sur la profondeur de la file":        true,
		"Aumentar el tamaño del pool a 200":                      true,
		"Добавить оповещение о длине очереди":                    true,
		"キューの長さにアラートを追加する":                                       true,
		"Alert für die Datenbank einrichten":                     true,
		"Runbook schreiben":                                      true,
		"Test het herstel elke week":                             true,
		"Update OS and DAS":                                      false,
		"Restart el Capitan nodes":                               false,
		"Improve the monitoring":                                 false,
		"Monitoring":                                             false,
		"Café and São Paulo dashboards":                          false,
		"Replication lag in Los Angeles":                         false,
		"Improve spam remover":                                   false,
		"Better résumé storing":                                  false,
		"Group melding before the sort":                          false,
		"Storing melden":                                         false,
		"Remover o alerta duplicado":                             true,
		"Add “für” and “über” to the list of stop words":         false,
		"": false,
	} {
		if got := foreignTitle(title); got != want {
			t.Errorf("%q: %v", title, got)
		}
	}
	for _, r := range DefaultRules().Rules() {
		for _, title := range r.Examples.Match {
			if foreignTitle(title) {
				t.Errorf("%s: %q is English", r.ID, title)
			}
		}
	}
}
