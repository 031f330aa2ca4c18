package calendar

import (
	"cmp"
	"slices"

	cal "github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// Region is a country, or a part of one, whose public holidays are known.
type Region struct {
	Code string // ISO 3166 in lower case: "us", "de-by"
	Name string // in English: "Germany: Bavaria"

	holidays []*cal.Holiday
}

// Regions returns all regions, sorted by name. The caller owns the slice.
func Regions() []Region { return slices.Clone(regions) }

// regions is sorted by name, once.
var regions = slices.SortedFunc(slices.Values([]Region{
	{"at", "Austria", at.Holidays},
	{"au-act", "Australia: Australian Capital Territory", au.HolidaysACT},
	{"au-nsw", "Australia: New South Wales", au.HolidaysNSW},
	{"au-nt", "Australia: Northern Territory", au.HolidaysNT},
	{"au-qld", "Australia: Queensland", au.HolidaysQLD},
	{"au-sa", "Australia: South Australia", au.HolidaysSA},
	{"au-tas", "Australia: Tasmania", au.HolidaysTAS},
	{"au-vic", "Australia: Victoria", au.HolidaysVIC},
	{"au-wa", "Australia: Western Australia", au.HolidaysWA},
	{"be", "Belgium", be.Holidays},
	{"br", "Brazil", slices.Concat(br.Holidays, []*cal.Holiday{conscienciaNegra})},
	{"ca", "Canada", ca.Holidays},
	{"ch", "Switzerland", ch.Holidays},
	{"ch-ag", "Switzerland: Aargau", ch.HolidaysAG},
	{"ch-be", "Switzerland: Bern", ch.HolidaysBE},
	{"ch-bl", "Switzerland: Basel-Landschaft", ch.HolidaysBL},
	{"ch-bs", "Switzerland: Basel-Stadt", ch.HolidaysBS},
	{"ch-ge", "Switzerland: Geneva", ch.HolidaysGE},
	{"ch-sg", "Switzerland: St. Gallen", ch.HolidaysSG},
	{"ch-vd", "Switzerland: Vaud", ch.HolidaysVD},
	{"ch-zh", "Switzerland: Zurich", ch.HolidaysZH},
	{"cz", "Czech Republic", cz.Holidays},
	{"de", "Germany (nationwide)", de.Holidays},
	{"de-bb", "Germany: Brandenburg", de.HolidaysBB},
	{"de-be", "Germany: Berlin", de.HolidaysBE},
	{"de-bw", "Germany: Baden-Württemberg", de.HolidaysBW},
	{"de-by", "Germany: Bavaria", de.HolidaysBY},
	{"de-hb", "Germany: Bremen", de.HolidaysHB},
	{"de-he", "Germany: Hesse", de.HolidaysHE},
	{"de-hh", "Germany: Hamburg", de.HolidaysHH},
	{"de-mv", "Germany: Mecklenburg-Vorpommern", de.HolidaysMV},
	{"de-ni", "Germany: Lower Saxony", de.HolidaysNI},
	{"de-nw", "Germany: North Rhine-Westphalia", de.HolidaysNW},
	{"de-rp", "Germany: Rhineland-Palatinate", de.HolidaysRP},
	{"de-sh", "Germany: Schleswig-Holstein", de.HolidaysSH},
	{"de-sl", "Germany: Saarland", de.HolidaysSL},
	{"de-sn", "Germany: Saxony", de.HolidaysSN},
	{"de-st", "Germany: Saxony-Anhalt", de.HolidaysST},
	{"de-th", "Germany: Thuringia", de.HolidaysTH},
	{"dk", "Denmark", dk.Holidays},
	{"es", "Spain", es.Holidays},
	{"fr", "France", fr.Holidays},
	{"gb", "United Kingdom (England and Wales)", gb.Holidays},
	{"ie", "Ireland", ie.Holidays},
	{"it", "Italy", it.Holidays},
	{"jp", "Japan", jp.Holidays},
	{"nl", "Netherlands", nl.Holidays},
	{"no", "Norway", no.Holidays},
	{"nz", "New Zealand", slices.Concat(nz.Holidays, []*cal.Holiday{matariki})},
	{"pl", "Poland", slices.Concat(pl.Holidays, []*cal.Holiday{wigilia})},
	{"se", "Sweden", se.Holidays},
	{"us", "United States (federal)", us.Holidays},
	{"za", "South Africa", za.Holidays},
}), func(a, b Region) int { return cmp.Compare(a.Name, b.Name) })
