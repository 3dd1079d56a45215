package main

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

type city struct {
	ID         int      `json:"geonameid"`
	Name       string   `json:"name"`
	Country    string   `json:"countrycode"`
	Population int      `json:"population"`
	Forms      []string `json:"alternatenames"`
}

// least is the population from which on a country's cities are listed.
var least = map[string]int{"CN": 500_000, "JP": 40_000, "KR": 100_000, "TW": 100_000, "HK": 300_000, "SG": 100_000}

const leastElsewhere = 200_000

var (
	hanForm = regexp.MustCompile(`^[\x{4E00}-\x{9FFF}々ヶ]{2,}$`)
	suffix  = regexp.MustCompile(`^(..+?)(特级市|特別市|广域市|廣域市|市|区|區|县|縣|町)$`)
	plain   = regexp.MustCompile(`^[\p{Latin} '’-]+$`)
)

func readCities() ([]city, error) {
	var byID map[string]city
	if err := load("data/cities15000.json", &byID); err != nil {
		return nil, err
	}
	var all []city
	for _, c := range byID {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b city) int {
		return cmp.Or(b.Population-a.Population, a.ID-b.ID)
	})
	return all, nil
}

// writeCities writes the names in Chinese characters of larger cities, for
// Chinese those of all countries, for Japanese, which spells others in
// katakana, those of countries that use characters. The larger city wins a name.
func writeCities() error {
	cities, err := readCities()
	if err != nil {
		return err
	}
	for lang, lists := range map[string]func(city) bool{
		"zh": func(c city) bool { return c.Country != "JP" || c.Population >= leastElsewhere },
		"ja": func(c city) bool { return least[c.Country] > 0 && c.Country != "SG" },
	} {
		taken := map[string]bool{}
		var lines []string
		for _, c := range cities {
			if !plain.MatchString(c.Name) || c.Population < cmp.Or(least[c.Country], leastElsewhere) || !lists(c) {
				continue
			}
			var forms []string
			for _, form := range hanForms(c) {
				if !taken[form] {
					taken[form] = true
					forms = append(forms, form)
				}
			}
			if len(forms) > 0 {
				lines = append(lines, c.Name+": "+strings.Join(forms, ", "))
			}
		}
		slices.Sort(lines)
		if err := save("cities/"+lang+".txt", "GeoNames (geonames.org, CC BY 4.0): cities in Chinese characters.", lines); err != nil {
			return err
		}
	}
	return nil
}

func hanForms(c city) []string {
	var forms []string
	for _, form := range c.Forms {
		if !hanForm.MatchString(form) {
			continue
		}
		if m := suffix.FindStringSubmatch(form); m != nil {
			form = m[1]
		}
		forms = append(forms, form)
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}
