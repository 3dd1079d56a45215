package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

var languages = strings.Fields("ar bg ca cs da de el en es fa fi fr he hi hr hu id it ja ko nl no pl pt ro ru sk sr sv th tr uk vi zh")

// obscure tells time zones whose cities are not in the news.
var obscure = regexp.MustCompile(`^(America/(Indiana|North_Dakota|Kentucky)/|Antarctica/|Arctic/|Etc/|Africa/Casablanca$)`)

// renamed is the country whose former name is still in use; elsewhere what a
// name adds in brackets is no name.
const renamed = "MM"

// bracketed is what a name adds in brackets: "Myanmar (Burma)".
var bracketed = regexp.MustCompile(`\s*[(（](.*?)[)）]`)

// ofChina is what CLDR adds to Hong Kong and Macao.
var ofChina = regexp.MustCompile(`(?i)SAR|RAE|RAS|S\.A\.R|САР|САП|특별|特別|特别|เขตปกครอง|행정|САО|Regione|Sonderverwaltung|الإدارية|ΕΔΠ|מינהלי|ویژهٔ|özel|zvl|särskild|KKK|posebno|आर्थिक|DKH|ÖİB|đặc|DAK|विशेष|PAR|POO`)

// writeCLDR writes what each language calls the countries, the continents and
// the cities that time zones are named after, by their English name. The names
// of cities in the script of English are left out where they are the same.
func writeCLDR() error {
	english, err := namesOf("en")
	if err != nil {
		return err
	}
	for _, lang := range languages {
		names, err := namesOf(lang)
		if err != nil {
			return err
		}
		byReading := map[string][]string{}
		for _, key := range slices.Sorted(maps.Keys(names)) {
			reading := english[key]
			if reading == nil {
				continue
			}
			for _, form := range names[key] {
				if !strings.HasPrefix(key, "city") || form != reading[0] {
					byReading[reading[0]] = append(byReading[reading[0]], form)
				}
			}
		}
		var lines []string
		for _, reading := range slices.Sorted(maps.Keys(byReading)) {
			lines = append(lines, reading+": "+strings.Join(compact(byReading[reading]), ", "))
		}
		if err := save("cldr/"+lang+".txt", "CLDR 48.2 (Unicode-3.0 licence): countries, continents, cities.", lines); err != nil {
			return err
		}
	}
	return nil
}

// namesOf returns a language's names by territory ("DE") or city ("city
// Europe/Berlin"), the usual one first.
func namesOf(lang string) (map[string][]string, error) {
	names := map[string][]string{}
	add := func(key, name string) {
		if m := bracketed.FindStringSubmatch(name); m != nil && key == renamed {
			names[key] = append(names[key], m[1])
		}
		name = bracketed.ReplaceAllString(name, "")
		if (key == "HK" || key == "MO") && ofChina.MatchString(name) {
			return
		}
		if parts := strings.SplitN(name, " - ", 2); len(parts) == 2 {
			name = parts[0]
		}
		names[key] = append([]string{strings.ReplaceAll(strings.TrimSpace(name), ",", "")}, names[key]...)
	}
	var territories struct {
		Main map[string]struct {
			LocaleDisplayNames struct{ Territories map[string]string }
		}
	}
	if err := load("cldr-localenames-full-48.2.0/package/main/"+lang+"/territories.json", &territories); err != nil {
		return nil, err
	}
	all := territories.Main[lang].LocaleDisplayNames.Territories
	keys := make([]string, 0, len(all))
	for key := range all {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	slices.Reverse(keys) // variants such as GB-alt-short before GB
	for _, key := range keys {
		code, _, _ := strings.Cut(key, "-")
		continent := slices.Contains(strings.Fields("002 003 005 009 013 019 142 150 419 EU UN"), code)
		if len(code) == 2 && code != "ZZ" && code[0] != 'X' && code != "QO" && code != "EZ" || continent {
			add(code, all[key])
		}
	}
	var zones struct {
		Main map[string]struct {
			Dates struct {
				TimeZoneNames struct{ Zone map[string]any }
			}
		}
	}
	if err := load("cldr-dates-full-48.2.0/package/main/"+lang+"/timeZoneNames.json", &zones); err != nil {
		return nil, err
	}
	walkZones("", zones.Main[lang].Dates.TimeZoneNames.Zone, func(zone, city string) {
		if obscure.MatchString(zone) {
			return
		}
		if before, _, ok := strings.Cut(city, ","); ok {
			city = before
		}
		add("city "+zone, city)
		if lang == "en" && city == "" {
			add("city "+zone, strings.ReplaceAll(path.Base(zone), "_", " "))
		}
	})
	for key, forms := range names {
		names[key] = slices.DeleteFunc(compact(forms), func(s string) bool { return s == "" })
	}
	if lang == "en" {
		if err := nameZones(names); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// nameZones adds the English names that CLDR leaves out because the zone's
// identifier is the name.
func nameZones(names map[string][]string) error {
	all, err := namesOf("ru")
	if err != nil {
		return err
	}
	for key := range all {
		if zone, ok := strings.CutPrefix(key, "city "); ok && names[key] == nil {
			names[key] = []string{strings.ReplaceAll(path.Base(zone), "_", " ")}
		}
	}
	return nil
}

func walkZones(prefix string, zones map[string]any, visit func(zone, city string)) {
	for key, v := range zones {
		if zone, ok := v.(map[string]any); ok {
			walkZones(prefix+key+"/", zone, visit)
		} else if city, ok := v.(string); ok && key == "exemplarCity" {
			visit(strings.TrimSuffix(prefix, "/"), city)
		}
	}
}

// compact removes later repetitions.
func compact(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func load(tail string, into any) error {
	data, err := readSource(tail)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("reading %q: %w", tail, err)
	}
	return nil
}
