package value

// unit tells how a unit of a kind turns into the kind's base unit:
// stated × factor + offset.
type unit struct {
	kind   Kind
	base   string
	factor float64
	offset float64
}

const (
	day  = 86400.0
	year = 365.25 * day
)

// units are the units by the ids the tables use. The factors are exact by
// definition (international yard and pound agreement of 1959, US liquid gallon,
// international table calorie), save months, years and barrels, which are means
// or customary.
var units = map[string]unit{
	"%":      {Percent, "%", 1, 0},
	"permil": {Percent, "%", 0.1, 0},
	"tenth":  {Percent, "%", 10, 0},
	"x":      {Multiple, "x", 1, 0},
	"person": {Number, "person", 1, 0},
	"thing":  {Number, "", 1, 0},

	"s":    {Duration, "s", 1, 0},
	"ms":   {Duration, "s", 1e-3, 0},
	"min":  {Duration, "s", 60, 0},
	"hour": {Duration, "s", 3600, 0},
	"day":  {Duration, "s", day, 0},
	"week": {Duration, "s", 7 * day, 0},
	"mon":  {Duration, "s", year / 12, 0},
	"yr":   {Duration, "s", year, 0},
	"dec":  {Duration, "s", 10 * year, 0},
	"cent": {Duration, "s", 100 * year, 0},

	"age":    {Age, "yr", 1, 0},
	"agemon": {Age, "yr", 1.0 / 12, 0},

	"nm":  {Length, "m", 1e-9, 0},
	"um":  {Length, "m", 1e-6, 0},
	"mm":  {Length, "m", 1e-3, 0},
	"cm":  {Length, "m", 1e-2, 0},
	"dm":  {Length, "m", 0.1, 0},
	"m":   {Length, "m", 1, 0},
	"km":  {Length, "m", 1e3, 0},
	"in":  {Length, "m", 0.0254, 0},
	"ft":  {Length, "m", 0.3048, 0},
	"yd":  {Length, "m", 0.9144, 0},
	"mi":  {Length, "m", 1609.344, 0},
	"nmi": {Length, "m", 1852, 0},
	"li":  {Length, "m", 500, 0},

	"mm2":    {Area, "m2", 1e-6, 0},
	"cm2":    {Area, "m2", 1e-4, 0},
	"m2":     {Area, "m2", 1, 0},
	"ha":     {Area, "m2", 1e4, 0},
	"km2":    {Area, "m2", 1e6, 0},
	"ft2":    {Area, "m2", 0.09290304, 0},
	"acre":   {Area, "m2", 4046.8564224, 0},
	"mi2":    {Area, "m2", 2589988.110336, 0},
	"mu":     {Area, "m2", 2000.0 / 3, 0},
	"dunam":  {Area, "m2", 1000, 0},
	"pyeong": {Area, "m2", 400.0 / 121, 0},
	"rai":    {Area, "m2", 1600, 0},

	"ml":  {Volume, "l", 1e-3, 0},
	"cl":  {Volume, "l", 1e-2, 0},
	"l":   {Volume, "l", 1, 0},
	"hl":  {Volume, "l", 100, 0},
	"m3":  {Volume, "l", 1e3, 0},
	"km3": {Volume, "l", 1e12, 0},
	"gal": {Volume, "l", 3.785411784, 0},
	"bbl": {Volume, "l", 158.987294928, 0},

	"ng":  {Mass, "kg", 1e-12, 0},
	"ug":  {Mass, "kg", 1e-9, 0},
	"mg":  {Mass, "kg", 1e-6, 0},
	"g":   {Mass, "kg", 1e-3, 0},
	"kg":  {Mass, "kg", 1, 0},
	"t":   {Mass, "kg", 1e3, 0},
	"kt":  {Mass, "kg", 1e6, 0},
	"oz":  {Mass, "kg", 0.028349523125, 0},
	"lb":  {Mass, "kg", 0.45359237, 0},
	"jin": {Mass, "kg", 0.5, 0},
	"q":   {Mass, "kg", 100, 0},

	"m/s":  {Speed, "m/s", 1, 0},
	"km/s": {Speed, "m/s", 1e3, 0},
	"km/h": {Speed, "m/s", 1 / 3.6, 0},
	"mph":  {Speed, "m/s", 0.44704, 0},
	"kn":   {Speed, "m/s", 1852.0 / 3600, 0},

	"°C":  {Temperature, "°C", 1, 0},
	"°F":  {Temperature, "°C", 5.0 / 9, -160.0 / 9},
	"deg": {Temperature, "°C", 1, 0},  // scale left open
	"-°C": {Temperature, "°C", -1, 0}, // degrees below zero
	"-°F": {Temperature, "°C", -5.0 / 9, -160.0 / 9},
	"K":   {Temperature, "°C", 1, -273.15},

	"Pa":  {Pressure, "Pa", 1, 0},
	"hPa": {Pressure, "Pa", 100, 0},
	"bar": {Pressure, "Pa", 1e5, 0},
	"psi": {Pressure, "Pa", 6894.757, 0},

	"W":  {Power, "W", 1, 0},
	"kW": {Power, "W", 1e3, 0},
	"MW": {Power, "W", 1e6, 0},
	"GW": {Power, "W", 1e9, 0},
	"TW": {Power, "W", 1e12, 0},
	"hp": {Power, "W", 735.49875, 0},

	"J":    {Energy, "J", 1, 0},
	"kJ":   {Energy, "J", 1e3, 0},
	"kWh":  {Energy, "J", 3.6e6, 0},
	"MWh":  {Energy, "J", 3.6e9, 0},
	"GWh":  {Energy, "J", 3.6e12, 0},
	"TWh":  {Energy, "J", 3.6e15, 0},
	"kcal": {Energy, "J", 4186.8, 0},

	"B":  {Data, "B", 1, 0},
	"kB": {Data, "B", 1e3, 0},
	"MB": {Data, "B", 1e6, 0},
	"GB": {Data, "B", 1e9, 0},
	"TB": {Data, "B", 1e12, 0},
	"PB": {Data, "B", 1e15, 0},
}
